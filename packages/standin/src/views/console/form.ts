import { tokenField } from '../layout.js';
import { type Markup, html } from '../markup.js';
import { plain } from './text.js';

/** What is done by a button: the action of the control, and what it is told. */
export interface Act {
  readonly action: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** How pages ask for an action: what proves that the console itself asks. */
export interface Asking {
  readonly csrf: string;
}

/** A form that asks for an action; `inner` holds its fields and its button. */
export function form({ csrf }: Asking, { action, fields = {} }: Act, inner: Markup): Markup {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="/console/${action}">${tokenField(csrf)}${hidden}${inner}</form>`;
}

/** A button that asks for an action at once. */
export function button(asking: Asking, act: Act, label: string): Markup {
  return form(asking, act, html`<button>${label}</button>`);
}

/** How an action that destroys something is confirmed. */
export interface Confirmation {
  /** The beginning of each of its ids; unique on the page. */
  readonly id: string;
  readonly label: string;
  /** What will be gone. */
  readonly warning: string;
  /** What the button says that does it. */
  readonly confirm: string;
}

/** A button that opens a question, whose button asks for the action: it works with a keyboard and without a script. */
export function askOnce(asking: Asking, act: Act, { id, label, warning, confirm }: Confirmation): Markup {
  const inner = html`<p>${warning}</p>
    <button class="danger">${confirm}</button>`;
  return html`<details class="ask" id="${id}">
    <summary>${label}</summary>
    ${form(asking, act, inner)}
  </details>`;
}

/** A labelled field. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'number';
  readonly value?: string;
  readonly required?: boolean;
  /** The list of its suggestions. */
  readonly list?: string;
  readonly hint?: string;
}

/** Writes a labelled field. */
export function field({ id, name, label, type = 'text', value = '', required, list, hint }: Field): Markup {
  const suggestions = list === undefined ? '' : html` list="${list}"`;
  const must = required === true ? html` required=""` : '';
  const range = type === 'number' ? html` min="0"` : html` maxlength="255" spellcheck="false" autocapitalize="none"`;
  const shown = hint === undefined ? '' : html` placeholder="${hint}"`;
  return html`<label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="off"
      ${range}${suggestions}${must}${shown}
    />`;
}

/** A choice; one that is a word and shown as it is has no value besides, which a form sends all the same. */
function option(value: string, shown: string): Markup {
  if (value === shown && /^\w+$/.test(value)) return html`<option>${shown}</option>`;
  return html`<option value="${value}">${plain(shown)}</option>`;
}

/** A labelled choice; the first is chosen. */
export function choice(
  { id, name, label }: Field,
  options: readonly (readonly [value: string, shown: string])[],
): Markup {
  const items = options.map(([value, shown]) => option(value, shown));
  return html`<label for="${id}">${label}</label
    ><select id="${id}" name="${name}">
      ${items}
    </select>`;
}
