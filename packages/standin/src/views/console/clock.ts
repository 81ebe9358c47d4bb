import { type Markup, html } from '../markup.js';
import { type Asking, button, field, form } from './form.js';
import type { ConsoleState } from './model.js';
import { dayAndTime, duration } from './text.js';

const HOUR = 3_600_000;
const STEPS: readonly (readonly [label: string, ms: number])[] = [
  ['+1 hour', HOUR],
  ['+8 days', 8 * 24 * HOUR],
];

function standing(ahead: number): string {
  if (Math.abs(ahead) < 1000) return 'It shows the time of this machine.';
  return `It is ${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} this machine.`;
}

/** The clock that everything here goes by, and how to move it. */
export function clockPanel(asking: Asking, { now, ahead }: Pick<ConsoleState, 'now' | 'ahead'>): Markup {
  const steps = STEPS.map(([label, ms]) =>
    button(asking, { action: 'advance-clock', fields: { hours: String(ms / HOUR) } }, label),
  );
  const any = form(
    asking,
    { action: 'advance-clock' },
    html`${field({ id: 'hours', name: 'hours', label: 'Hours', type: 'number', required: true })}<button>Move</button>`,
  );
  return html`<p class="now" id="now" data-now="${now}">${dayAndTime(now)} <span class="note">UTC</span></p>
    <p class="note">
      ${standing(ahead)} It runs at the speed of real time and can be moved forward only; a reset puts it back.
    </p>
    <div class="row">${steps}${any}</div>`;
}
