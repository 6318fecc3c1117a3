// What helps to write texts, in two languages or one: their lengths, a copy of the other language,
// marks, both as they will read side by side, and pasting without what is hidden.
import { addCopying } from "./copying.js";
import { countFrom } from "./length.js";
import { addMarks } from "./marks.js";
import { watchPasting } from "./pasting.js";
import { addReading, scrollTogether } from "./reading.js";

const LANGUAGE = /_(vi|en)$/;

// The fields of one text, each in its language.
function pairOf(field) {
  const name = field.name.replace(LANGUAGE, "");
  return ["vi", "en"].map((language) => field.form.elements[`${name}_${language}`]).filter(Boolean);
}

function setUp(root) {
  for (const field of root.querySelectorAll(".flex-container :is(input[data-limit], textarea)")) {
    // The form that is copied for each new part; its copies come here by themselves.
    if (field.closest(".empty-form")) continue;
    if ("markdown" in field.dataset) addMarks(field);
    const pair = field.lang ? pairOf(field) : [];
    const other = pair.find((one) => one !== field);
    countFrom(field, other);
    if (!other) continue;
    addCopying(field, other);
    if (field === pair[0] && field.matches("textarea")) {
      scrollTogether(pair);
      addReading(pair);
    }
  }
}

setUp(document);
document.addEventListener("formset:added", ({ target }) => setUp(target));
watchPasting();
