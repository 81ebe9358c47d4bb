import { layout } from '../layout.js';
import { type Markup, html } from '../markup.js';
import { CONSOLE } from './text.js';

/** What is shown in the console's place where it is not shown. */
export function strangerPage(): Markup {
  const main = html`<section class="ticket">
    <h1>The console is not shown here</h1>
    <p>
      It is for who sits at this machine: open it under <code>127.0.0.1</code> or <code>localhost</code>, from no other
      page.
    </p>
    <p><a href="/console">Open the console</a></p>
  </section>`;
  return layout({ title: 'Not shown', main, files: CONSOLE });
}
