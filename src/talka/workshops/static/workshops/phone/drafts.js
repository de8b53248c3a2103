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
  for (const field of document.querySelectorAll("#personal form[data-deed] textarea")) {
    try {
      const kept = localStorage.getItem(key(field));
      if (kept && !field.value) field.value = kept;
    } catch (error) {
      return;
    }
  }
}

export function sent(field) {
  field.value = "";
  keep(field);
}

// Whether somebody is in the middle of writing something.
export function writing() {
  return [...document.querySelectorAll("#personal form[data-deed] textarea")].some(
    (field) => field.value.trim() && field.value !== field.defaultValue,
  );
}

export function forgetAll() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
  } catch (error) {
    // nothing was kept
  }
}
