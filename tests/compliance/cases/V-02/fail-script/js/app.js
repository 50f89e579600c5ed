(function () {
  fetch("https://api.weather.example/now").then(function (r) { return r.json(); }).then(show);
})();
