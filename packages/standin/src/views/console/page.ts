import { layout } from '../layout.js';
import { type Markup, html } from '../markup.js';
import { clockPanel } from './clock.js';
import { devicesPanel } from './devices.js';
import { faultsPanel } from './faults.js';
import type { Asking } from './form.js';
import type { ConsoleState } from './model.js';
import { peoplePanel } from './people.js';
import { pinsPanel } from './pins.js';
import { serversPanel } from './servers.js';
import { CONSOLE, plain } from './text.js';
import { signingKeysPanel, transientsPanel } from './tokens.js';
import { addressesPanel, switchesPanel, wholePanel } from './whole.js';

/** What came of what was asked for last. */
export interface Said {
  readonly text: string;
  readonly failed: boolean;
}

/** What the page shows. */
export interface ConsoleView extends Asking {
  readonly state: ConsoleState;
  readonly said: Said | undefined;
}

/** The log as the page begins with it. */
export interface LogView {
  readonly entries: Markup;
  /** Where the stream goes on. */
  readonly bookmark: string;
}

type Panel = readonly [id: string, title: string, content: Markup];

function panelsOf(view: ConsoleView): Panel[] {
  const { state } = view;
  return [
    ['clock', 'Clock', clockPanel(view, state)],
    ['whole', 'Breach and reset', wholePanel(view, state.people)],
    ['pins', 'PINs', pinsPanel(view, state.pins, state.people)],
    ['people', 'People', peoplePanel(state.people)],
    ['servers', 'Servers', serversPanel(view, state.servers)],
    ['devices', 'Devices', devicesPanel(view, state.devices)],
    ['transients', 'Transient tokens', transientsPanel(state.transients)],
    ['keys', 'Signing keys', signingKeysPanel(view, state.signingKeys)],
    ['faults', 'Faults', faultsPanel(view, state)],
    ['addresses', 'Addresses', addressesPanel(view, state.addresses)],
    ['switches', 'Switches', switchesPanel(state.switches)],
  ];
}

/** What can be typed where somebody or some program is named. */
function suggestions({ people, devices, pins }: ConsoleState): Markup {
  const clients = new Set([...devices.shown, ...pins].map(({ clientIdentifier }) => clientIdentifier));
  const option = (value: string): Markup => html`<option value="${plain(value, 255)}"></option>`;
  return html`<datalist id="clients">${[...clients].map(option)}</datalist>
    <datalist id="people-keys">${people.shown.map(({ key }) => option(key))}</datalist>`;
}

function saidBox(said: Said | undefined): Markup {
  if (said === undefined) return html`<p id="said" role="status" tabindex="-1" class="quiet"></p>`;
  const role = said.failed ? 'alert' : 'status';
  return html`<p id="said" role="${role}" tabindex="-1" class="${said.failed ? 'alarm' : 'notice'}">
    ${plain(said.text, 600)}
  </p>`;
}

/** The page but for the log: what changes when something is done. */
export function consolePanels(view: ConsoleView): Markup {
  const { staleAt } = view.state;
  const sections = panelsOf(view).map(
    ([id, title, content]) =>
      html`<section class="panel" id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}</h2>
        ${content}
      </section>`,
  );
  return html`${saidBox(view.said)}
    <div id="panels" data-stale="${staleAt ?? ''}">${sections} ${suggestions(view.state)}</div>`;
}

/** The whole page. */
export function consolePage(view: ConsoleView, log: LogView): Markup {
  const links = panelsOf(view).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`);
  const main = html`<div class="lead">
      <h1>Console</h1>
      <p class="note"><a href="/console">Look again</a></p>
    </div>
    <nav aria-label="On this page">
      <ul>
        <li><a href="#log">Requests</a></li>
        ${links}
      </ul>
    </nav>
    <div class="desk">
      <div class="left">${consolePanels(view)}</div>
      <section class="panel log" id="log" aria-labelledby="log-title">
        <div class="row">
          <h2 id="log-title">Requests</h2>
          <p id="live" class="note scripted"></p>
          <button type="button" id="pause" class="scripted" aria-pressed="false">Pause</button>
        </div>
        <ol id="requests" data-after="${log.bookmark}">
          ${log.entries}
        </ol>
      </section>
    </div>`;
  return layout({ title: 'Console', main, script: 'console.js', files: CONSOLE });
}
