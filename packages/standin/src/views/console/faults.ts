import { type Markup, html } from '../markup.js';
import type { Fault } from '../../memory/faults.js';
import { operationNames } from '../../operations.js';
import { type Asking, choice, field, form } from './form.js';
import type { ConsoleState } from './model.js';
import { duration } from './text.js';

const KINDS = [
  ['status', 'answers with a status'],
  ['delay', 'answers late, as usual'],
  ['drop', 'connection is cut'],
  ['garbage', 'answer breaks off'],
] as const;

function described({ status, delay, drop, garbage, retryAfter }: Fault): string {
  const parts = [
    delay === undefined ? '' : `after ${duration(delay)}`,
    drop === true ? 'the connection is cut' : '',
    status === undefined ? '' : String(status),
    garbage === true ? 'the answer breaks off' : '',
    retryAfter === undefined ? '' : `Retry-After ${retryAfter}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function waiting({ faults }: Pick<ConsoleState, 'faults'>): Markup {
  if (faults.length === 0) return html`<p class="note">None waits.</p>`;
  const rows = faults.map(
    ({ fault, left }) =>
      html`<li><code>${fault.operation}</code> ${described(fault)}${left > 1 ? ` × ${left}` : ''}</li>`,
  );
  return html`<ol class="lines">
    ${rows}
  </ol>`;
}

/** Faults on demand, and those that wait for their requests. */
export function faultsPanel(asking: Asking, state: Pick<ConsoleState, 'faults'>): Markup {
  const operations = operationNames.map((name) => [name, name] as const);
  const fields = html`<div class="fields">
      <p>${choice({ id: 'operation', name: 'operation', label: 'Operation' }, operations)}</p>
      <p>${choice({ id: 'kind', name: 'kind', label: 'What happens' }, KINDS)}</p>
      <p>${field({ id: 'status', name: 'status', label: 'Status', type: 'number', value: '503' })}</p>
      <p>${field({ id: 'times', name: 'times', label: 'Times', type: 'number', value: '1' })}</p>
      <p>${field({ id: 'retry-after', name: 'retryAfter', label: 'Retry-After, seconds', type: 'number' })}</p>
      <p>${field({ id: 'delay', name: 'delay', label: 'First wait, seconds', type: 'number' })}</p>
    </div>
    <button>Let it fail</button>`;
  return html`${form(asking, { action: 'fail-next' }, fields)}
    <h3>Waiting</h3>
    ${waiting(state)}`;
}
