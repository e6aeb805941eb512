// How far a file is on its way. Without this script the form sends it just the same.
"use strict";
for (const form of document.querySelectorAll("form[data-sending]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = form.querySelector("[role=status]");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    told.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) {
        told.textContent = form.dataset.sending.replace("{percent}", Math.floor((100 * sent.loaded) / sent.total));
      }
    });
    request.upload.addEventListener("load", () => { told.textContent = form.dataset.reading; });
    request.addEventListener("load", () => {
      // the answer is the page itself, with what became of each file; its form works without this script
      document.body.replaceWith(new DOMParser().parseFromString(request.responseText, "text/html").body);
      scrollTo(0, 0);
    });
    request.addEventListener("error", () => { form.submit(); });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}
