/**
 * The console's script: it asks for what the forms ask for, puts the answer in its place, follows the log and lets the clock
 * run. Without it the forms work as forms do.
 */
export const CONSOLE_SCRIPT = String.raw`'use strict';
document.documentElement.classList.add('js');
const PANELS = 'text/x-console-panels';
const KEPT = 300;
const by = (id) => document.getElementById(id);
const log = by('requests');
const live = by('live');
const pause = by('pause');
const parse = (text) => new DOMParser().parseFromString(text, 'text/html');
const shown = new Map();
let stream;
let due;
let asked = 0;
let stale;
let loaded = performance.now();

const panels = (root) => root.querySelectorAll('#panels>.panel,#panels>datalist');

// What a reader would lose when a panel is written anew: what is open, what was typed, where the focus was.
function nameOf(element) {
  if (element.id) return element.id;
  if (element.form) return [...new FormData(element.form)].filter(([name]) => name !== 'csrf').concat([[element.value, element.textContent]]).join() + element.form.getAttribute('action');
  return element.parentElement && element.parentElement.id && element.parentElement.id + ' ' + element.tagName;
}

function replace(old, fresh, sent) {
  const chosen = getSelection();
  const inside = (node) => node && old.contains(node);
  if (!sent && chosen && !chosen.isCollapsed && inside(chosen.anchorNode)) return false;
  const focus = inside(document.activeElement) && nameOf(document.activeElement);
  const kept = (element) => !(sent && sent.contains(element));
  const open = [...old.querySelectorAll('details[open]')].filter((details) => !(sent && details.contains(sent)));
  const typed = [...old.querySelectorAll('input[id],select[id]')].filter(kept);
  old.replaceWith(fresh);
  for (const { id } of open) if (id && by(id)) by(id).open = true;
  for (const { id, value, defaultValue } of typed) if (by(id) && value !== defaultValue) by(id).value = value;
  if (focus) {
    const again = [...fresh.querySelectorAll('a,button,input,select,summary')].find((element) => nameOf(element) === focus);
    (again || by('said')).focus({ preventScroll: true });
  }
  return true;
}

// What was sent and done is closed and forgotten; what was sent and refused stays as it was typed.
function show(text, sent, done) {
  const page = parse(text);
  const asked = done ? sent.closest('details') : null;
  if (asked) {
    if (asked.contains(document.activeElement)) asked.querySelector('summary').focus({ preventScroll: true });
    asked.open = false;
  }
  loaded = performance.now();
  // Whatever had the focus may be gone: then this has it, and is read.
  if (sent) by('said').replaceWith(page.getElementById('said'));
  for (const fresh of panels(page)) {
    const written = fresh.outerHTML;
    const old = by(fresh.id);
    if (old && shown.get(fresh.id) !== written && replace(old, fresh, done && sent)) shown.set(fresh.id, written);
  }
  by('panels').dataset.stale = page.getElementById('panels').dataset.stale;
  wait();
}

function say(text, failed) {
  const said = by('said');
  said.className = failed ? 'alarm' : 'notice';
  said.textContent = text;
}

// Some of it grows old by itself: a code, a PIN.
function wait() {
  clearTimeout(stale);
  const at = Number(by('panels').dataset.stale);
  if (at) stale = setTimeout(look, Math.min(Math.max(at - now(), 0) + 250, 2e9));
}

async function look() {
  clearTimeout(due);
  due = undefined;
  asked = performance.now();
  try {
    const answer = await fetch('/console', { headers: { accept: PANELS } });
    if (answer.ok) show(await answer.text());
  } catch {}
}

function soon() {
  if (due === undefined && !document.hidden) due = setTimeout(look, Math.max(200, asked + 1000 - performance.now()));
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { accept: PANELS } });
    show(await answer.text(), form, answer.ok);
  } catch {
    say('The stand-in does not answer.', true);
  }
});

document.addEventListener('click', async (event) => {
  const copy = event.target.closest('.copy');
  if (!copy) return;
  const command = copy.parentElement.querySelector('pre');
  try {
    await navigator.clipboard.writeText(command.textContent);
    copy.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(command);
    copy.textContent = 'Selected: copy it';
  }
});

function add(event) {
  if (event.type === 'anew') log.replaceChildren();
  log.prepend(...parse('<ol>' + event.data + '</ol>').querySelector('ol').children);
  log.dataset.after = event.lastEventId;
  while (log.children.length > KEPT) log.lastElementChild.remove();
}

function follow() {
  if (stream || document.hidden || pause.getAttribute('aria-pressed') === 'true') return;
  stream = new EventSource('/console/log?after=' + log.dataset.after);
  stream.addEventListener('requests', add);
  stream.addEventListener('anew', add);
  stream.addEventListener('state', soon);
  stream.onopen = () => { live.textContent = 'live'; };
  stream.onerror = () => {
    live.textContent = 'waiting for the stand-in';
    if (stream && stream.readyState === 2) { leave(); setTimeout(follow, 2000); }
  };
}

function leave() {
  if (stream) stream.close();
  stream = undefined;
}

pause.addEventListener('click', () => {
  const paused = pause.getAttribute('aria-pressed') !== 'true';
  pause.setAttribute('aria-pressed', String(paused));
  leave();
  live.textContent = paused ? 'paused' : '';
  follow();
});

// A page that nobody looks at holds no connection: a browser has six for each host.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) leave();
  else { follow(); look(); }
});

function now() {
  return Number(by('now').dataset.now) + performance.now() - loaded;
}

setInterval(() => {
  const at = new Date(now()).toISOString();
  const time = by('now').querySelector('time');
  time.dateTime = at;
  time.textContent = at.slice(0, 10) + ' ' + at.slice(11, 19);
}, 1000);

for (const panel of panels(document)) shown.set(panel.id, panel.outerHTML);
follow();
wait();
`;
