import { table } from '../markdown.js';
import { atMost, count, hundredths, noiseSentence, range, type Section, tenths } from '../section.js';
import { FLOOR, type PagesResult } from './measure.js';

const kilobytes = (value: number): string => `${hundredths(value / 1024)} KiB`;

/** What the page says of the stand-in's pages. */
export function reportPages({ rounds, noise, figures }: PagesResult): Section {
  const ours = figures.filter(({ page }) => page !== FLOOR);
  return {
    title: 'Pages',
    targets: ours.flatMap(({ page, bytes, elsewhere }) => [
      atMost(`page “${page}”, with style and scripts`, bytes.max, { limit: 30 * 1024, show: kilobytes }),
      atMost(`page “${page}”: requests to anybody else`, elsewhere.max, { limit: 0, show: count }),
    ]),
    blocks: [
      `The stand-in's pages in Chromium, each opened ${rounds} times by turns in a browser that has seen none of them. Weight is that of all bodies as they are sent; the first paint is counted from the request for the page that is shown. ${noiseSentence(noise)}`,
      table(
        ['page', 'weight', 'requests', 'to anybody else', 'first paint, ms'],
        figures.map(({ page, bytes, requests, elsewhere, firstPaint }) => [
          page,
          range(bytes, kilobytes),
          range(requests, count),
          range(elsewhere, count),
          range(firstPaint, tenths),
        ]),
      ),
    ],
  };
}
