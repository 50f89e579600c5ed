const field = document.querySelector("#costs");
field.oninput = () => {
  sessionStorage.costs = field.value;
};
