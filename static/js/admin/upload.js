// Sends chosen files one by one and shows how far each is; then the form goes on with those that
// were kept. Without this script the form sends them all at once.
const form = document.getElementById("upload-form");
const input = document.getElementById("id_upload");
const list = document.getElementById("upload-progress");
const status = document.getElementById("upload-status");
const say = (template, name) => template.replace("{name}", () => name);

function hide(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.append(field);
}

// A row as the form has it: the next answer, and the next page, know of it.
function addRow(row) {
  const total = form.elements["files-TOTAL_FORMS"];
  for (const [name, value] of Object.entries(row)) {
    if (value) hide(`files-${total.value}-${name}`, value);
  }
  total.value = Number(total.value) + 1;
  form.elements["files-INITIAL_FORMS"].value = total.value;
}

function showProgress(name) {
  const item = list.appendChild(document.createElement("li"));
  const label = item.appendChild(document.createElement("label"));
  label.textContent = name;
  return label.appendChild(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
}

function send(file, progress) {
  const data = new FormData(form);
  data.delete("upload");
  data.append("upload", file); // last: a refused file loses none of the fields
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const answer = () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        resolve({ rows: [], refused: [say(form.dataset.failed, file.name)] });
      }
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total));
    request.addEventListener("loadend", answer);
    request.send(data);
  });
}

async function sendEach(files) {
  for (const file of files) {
    if (file.size > Number(form.dataset.limit)) {
      hide("refused", say(form.dataset.tooLarge, file.name));
      continue;
    }
    status.textContent = say(form.dataset.sending, file.name);
    const { rows, refused } = await send(file, showProgress(file.name));
    rows.forEach(addRow);
    refused.forEach((sentence) => hide("refused", sentence));
    if (rows.length) status.textContent = say(form.dataset.kept, file.name);
  }
  input.value = "";
  form.submit();
}

form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = true;
  sendEach([...input.files]);
});
