// Paper has no buttons: print what is folded away, but for the figures behind charts, then fold it again.
{
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open]):not(.data)")];
    folded.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach((part) => { part.open = false; });
    document.documentElement.classList.remove("alone");
    document.querySelectorAll(".chosen").forEach((part) => part.classList.remove("chosen"));
  });
  // The pages of one pilot, to be handed on by themselves.
  for (const pilot of document.querySelectorAll(".pilot")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = document.body.dataset.print;
    button.addEventListener("click", () => {
      document.documentElement.classList.add("alone");
      pilot.classList.add("chosen");
      print();
    });
    pilot.querySelector("h3").after(button);
  }
}
