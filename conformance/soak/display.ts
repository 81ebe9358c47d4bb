import type { PartResult, Telling } from './run.js';

/** Where a run is shown. */
interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Shows a run while it goes on. */
export interface Display extends Telling {
  line(text: string): void;
  close(): void;
}

/** How often the countdown moves, in milliseconds. */
const TICK = 1000;

/** How often a line is printed where there is no countdown, in milliseconds. */
const PAUSE = 15_000;

/** Minutes and seconds: `29:05`. */
function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** One line for a part that has ended. */
function summaryOf({ part, seconds, figures, failure }: PartResult): string {
  const found = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  return `${failure === undefined ? 'ok    ' : 'BROKEN'} ${part} (${seconds.toFixed(1)} s)  ${found.join(' · ')}`.trimEnd();
}

/** On a terminal one line counts down in place; elsewhere plain lines follow one another, some seconds apart. */
export function openDisplay(screen: Screen, milliseconds: number): Display {
  const ends = performance.now() + milliseconds;
  let part = '';
  let said = '';
  let printed = 0;
  const current = (): string => `${clock(ends - performance.now())} left  ${part}: ${said || 'begins'}`;
  const redraw = (): void => void screen.write(`\r\u001B[2K${current().slice(0, (screen.columns ?? 80) - 1)}`);
  const timer = screen.isTTY === true ? setInterval(redraw, TICK) : undefined;
  const line = (text: string): void => {
    screen.write(`${screen.isTTY === true ? '\r\u001B[2K' : ''}${text}\n`);
    printed = performance.now();
  };
  return {
    line,
    begins(name) {
      part = name;
      said = '';
      if (timer === undefined) line(current());
    },
    says(text) {
      said = text;
      if (timer === undefined && performance.now() - printed > PAUSE) line(current());
    },
    ends: (result) => line(summaryOf(result)),
    close: () => clearInterval(timer),
  };
}
