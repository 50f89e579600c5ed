document.querySelector("#film button").addEventListener("click", function () {
  var frame = document.createElement("iframe");
  frame.src = "https://www.youtube-nocookie.com/embed/abc";
  this.replaceWith(frame);
});
