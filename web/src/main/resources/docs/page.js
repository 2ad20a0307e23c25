// Swagger UI shows the document; the list of its chapters, by door, is ours.
"use strict";

const ui = SwaggerUIBundle({
  url: "/openapi",
  dom_id: "#ui",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  // The bounds of parameters.
  showCommonExtensions: true,
  // Its default asks a server on the Internet.
  validatorUrl: null,
  onComplete: listChapters,
});

/** Chapters are named "door: chapter". */
function listChapters() {
  const lists = new Map();
  for (const tag of ui.specSelectors.specJson().get("tags")) {
    const name = tag.get("name");
    const [door, chapter] = name.split(": ");
    if (!lists.has(door)) {
      lists.set(door, listOf(door));
    }
    const link = document.createElement("a");
    link.textContent = chapter ?? door;
    link.href = "#/" + encodeURIComponent(name);
    link.addEventListener("click", () => show(name));
    lists.get(door).appendChild(document.createElement("li")).append(link);
  }
}

function listOf(door) {
  const list = document.createElement("ul");
  const title = list.appendChild(document.createElement("li"));
  title.className = "door";
  title.textContent = door;
  document.getElementById("chapters").append(list);
  return list;
}

function show(name) {
  document.querySelector(`.opblock-tag[data-tag="${CSS.escape(name)}"]`).scrollIntoView();
}
