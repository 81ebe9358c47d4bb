import { expect, test } from 'vitest';
import { readText } from '../../tools/repository.js';
import { fit } from './measure.js';
import { Broken, hold, type Part } from './part.js';
import { renderSoakPage } from './page.js';
import { randomFrom } from './random.js';
import { runPart, runParts } from './run.js';

const plan = { seed: 7, milliseconds: 0, signal: new AbortController().signal };

test('a line shows what grows by a little, and does not follow the one moment that was far off', () => {
  const samples = Array.from({ length: 20 }, (_, at) => ({ at, value: 1000 + 3 * at + (at % 2) }));
  const { slope, scatter } = fit([...samples, { at: 20, value: 50_000 }]);
  expect(slope).toBeCloseTo(3, 0);
  expect(scatter).toBeLessThan(2);
});

test('the same seed makes the same choices, whatever other parts there are', async () => {
  const drawn: number[] = [];
  const part = (name: string): Part => ({
    name,
    share: 1,
    run: async ({ random }) => void drawn.push(random.int(0, 1e9)),
  });
  const telling = { begins: () => {}, says: () => {}, ends: () => {} };
  await runParts([part('one'), part('two')], plan, telling);
  await runParts([part('two')], plan, telling);
  expect(drawn[2]).toBe(drawn[1]);
  expect(drawn[0]).not.toBe(drawn[1]);
});

test('what one fork draws does not move another', () => {
  const [left, right] = [randomFrom(1), randomFrom(1)];
  const first = left.fork();
  right.fork();
  first.int(0, 9);
  expect(left.fork().int(0, 1e9)).toBe(right.fork().int(0, 1e9));
});

test('a broken promise is a result, and so are the figures found until then', async () => {
  const part: Part = {
    name: 'breaks',
    share: 1,
    run: async (soaking) => {
      soaking.report({ asked: 3 });
      hold(false, 'a token is dead');
    },
  };
  const { failure, figures } = await runPart(part, plan);
  expect(failure).toEqual(new Broken('a token is dead'));
  expect(figures).toEqual({ asked: 3 });
});

test('the page has room for the figures of a run, and keeps its words', () => {
  const page = readText('docs/soak.md');
  const results = [{ part: 'kill -9', seconds: 60, figures: { kills: 50 } }];
  const written = renderSoakPage(page, { seed: 1, minutes: 30, results });
  expect(written).toContain('| kill -9 | kept | 1.0 | kills 50 |');
  expect(renderSoakPage(written, { seed: 1, minutes: 30, results })).toBe(written);
  expect(written.startsWith(page.slice(0, page.indexOf('<!-- figures')))).toBe(true);
});
