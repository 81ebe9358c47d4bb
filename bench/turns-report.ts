import { table } from './markdown.js';
import { count, hundredths, range } from './section.js';
import type { Spread } from './statistics.js';
import type { TurnFigures, TurnResult } from './turns.js';

/** What is said of the ways. */
export interface TurnWords<Way extends string> {
  readonly titles: Readonly<Record<Way, string>>;
  /** What is counted, such as `tokens/s`. */
  readonly rate: string;
  /** What each is held against, with the heads of these columns. */
  readonly against: Readonly<Partial<Record<Way, string>>>;
}

/** What all of them did, by how many at a time. */
export function turnTables<Way extends string>(result: TurnResult<Way>, words: TurnWords<Way>): string[] {
  const lanesList = new Set(result.figures.map(({ lanes }) => lanes));
  return [...lanesList].map((lanes) => {
    const rows = result.figures.filter((row) => row.lanes === lanes);
    return `${lanes} at a time:\n\n${turnTable(rows, words)}`;
  });
}

function turnTable<Way extends string>(rows: readonly TurnFigures<Way>[], words: TurnWords<Way>): string {
  const { titles, rate, against } = words;
  return table(
    ['', rate, 'CPU µs', ...Object.values<string | undefined>(against).map(String)],
    rows.map((row) => [
      titles[row.way],
      range(row.perSecond, count),
      range(row.cpu, count),
      ...Object.keys(against).map((other) => range(ratio(row, other), hundredths)),
    ]),
  );
}

/** The median of one way's rate over another's, with so many at a time. */
export function medianOver<Way extends string>(
  { figures }: TurnResult<Way>,
  { way, over, lanes }: { way: Way; over: Way; lanes: number },
): number {
  const row = figures.find((one) => one.way === way && one.lanes === lanes);
  if (!row) throw new Error(`Nobody measured ${way}, ${lanes} at a time`);
  return ratio(row, over).median;
}

function ratio({ way, over }: TurnFigures<string>, other: string): Spread {
  const found = over[other];
  if (!found) throw new Error(`Nobody held ${way} against ${other}`);
  return found;
}
