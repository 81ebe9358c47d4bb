import { type Markup, html } from '../markup.js';
import { type Asking, askOnce, button } from './form.js';
import type { ShownTransient, Some } from './model.js';
import { dayAndTime, remainder, secret, stranger } from './text.js';

function transient({ person, server, token, until }: ShownTransient): Markup {
  return html`<li>
    ${secret(token)} of ${stranger(person)}, made by ${stranger(server)}
    <span class="note">until ${dayAndTime(until)}</span>
  </li>`;
}

/** The temporary tokens of media servers, shortened. */
export function transientsPanel(transients: Some<ShownTransient>): Markup {
  if (transients.total === 0) return html`<p class="note">None is alive.</p>`;
  return html`<ul class="lines">
      ${transients.shown.map(transient)}
    </ul>
    ${remainder(transients)}`;
}

/** The keys that plex.tv signs JWTs with, the newest first, and a fresh one on demand. */
export function signingKeysPanel(asking: Asking, keys: readonly string[]): Markup {
  const lines = keys.map((key, at) => {
    const note = at === 0 ? html` <span class="note">signs</span>` : html` <span class="note">is listed</span>`;
    return html`<li><code>${key}</code>${note}</li>`;
  });
  const drop = askOnce(
    asking,
    { action: 'rotate-signing-key', fields: { before: 'drop' } },
    {
      id: 'drop-keys',
      label: 'Fresh key, drop these…',
      warning: 'Every JWT that is alive dies with them.',
      confirm: 'Drop them',
    },
  );
  const none = html`<p class="note">None yet: the first is drawn when it is needed.</p>`;
  const list = html`<ul class="lines">
    ${lines}
  </ul>`;
  return html`${keys.length === 0 ? none : list}
    <div class="row">
      ${button(asking, { action: 'rotate-signing-key', fields: { before: 'keep' } }, 'Fresh key')}${drop}
    </div>`;
}
