import fastStringWidth from 'fast-string-width';
import type { Printer } from '../context.js';

/** A line of a terminal that says what is waited for. */
export interface LiveLine {
  say(text: string): void;
  /** Takes the line away. It may be said twice. */
  end(): void;
}

/** Where nobody watches, or nothing can be rubbed out. */
export const NO_LINE: LiveLine = { say() {}, end() {} };

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

/** Milliseconds from one picture to the next. */
const PACE = 100;

const CLEAR = '\r\u001B[K';

/**
 * A line with something that turns. The cursor stays as it is, and the terminal's modes too: so whatever ends the program,
 * there is nothing to put back, and Ctrl-C comes as a signal.
 */
export function liveLine(printer: Printer): LiveLine {
  let text = '';
  let frame = 0;
  const draw = (): void => {
    const picture = FRAMES[frame % FRAMES.length] ?? '';
    printer.write(`${CLEAR}${cut(`${picture} ${text}`, (printer.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, PACE);
  let isOver = false;
  return {
    say(words) {
      text = words;
      if (!isOver) draw();
    },
    end() {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      printer.write(CLEAR);
    },
  };
}

/** A text that fits on so many columns. */
function cut(text: string, width: number): string {
  if (fastStringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (fastStringWidth(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}
