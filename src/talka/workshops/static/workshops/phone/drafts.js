// What is being written is kept as it is typed, per step, until it is sent.
let prefix = "";

export function draftsOf(code) {
  prefix = `talka-draft-${code}-`;
  document.addEventListener("input", (event) => {
    if (event.target.matches("#personal form[data-deed] textarea")) keep(event.target);
  });
}

const key = (field) => {
  const stage = field.form.elements.namedItem("stage");
  return `${prefix}${stage ? stage.value : ""}-${field.name}`;
};

function keep(field) {
  try {
    if (field.value) localStorage.setItem(key(field), field.value);
    else localStorage.removeItem(key(field));
  } catch (error) {
    // the browser keeps nothing: the words still stand in the page
  }
}

export function restore() {
  for (const field of fields(document.getElementById("personal"))) {
    try {
      const kept = localStorage.getItem(key(field));
      if (kept && !field.value) field.value = kept;
    } catch (error) {
      return;
    }
  }
}

// The words leave the field; the draft stays until they are kept elsewhere.
export function take(field) {
  field.value = "";
}

export function sent(field) {
  keep(field);
}

export function giveBack(field, text) {
  field.value = [text, field.value].filter(Boolean).join("\n");
  keep(field);
}

// Whether somebody is in the middle of writing something, which `fresh` forms would take away: they do not where they
// ask for the same words.
export function writing(fresh = null) {
  const begun = (field) => field.value.trim() && field.value !== field.defaultValue;
  const stays = (field) => fresh && fields(fresh).some((other) => key(other) === key(field));
  return fields(document.getElementById("personal")).some((field) => begun(field) && !stays(field));
}

const fields = (root) => [...root.querySelectorAll("form[data-deed] textarea")];

export function forgetAll() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
  } catch (error) {
    // nothing was kept
  }
}
