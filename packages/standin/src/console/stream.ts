import type { Deps } from '../deps.js';
import type { Bookmark, News } from '../memory/request-log.js';

/** How many requests a page keeps; whoever has missed more is told how many. */
export const KEPT = 300;

/** Milliseconds after which a reader to whom nothing was said is told that the stream is alive. */
const HEARTBEAT = 15_000;

/** Milliseconds in which what happens is told at once, so that a thousand requests a second are twenty pieces. */
const SETTLING = 50;

/** A bookmark as text: it travels as the id of an event. */
export function writeBookmark({ log, number }: Bookmark): string {
  return `${log}-${number}`;
}

/** Reads what `writeBookmark` wrote; undefined for anything else. */
export function readBookmark(text: string | undefined): Bookmark | undefined {
  const [, log, number] = /^([0-9a-f]{8})-(\d{1,15})$/.exec(text ?? '') ?? [];
  return log === undefined ? undefined : { log, number: Number(number) };
}

/** One server-sent event; of text in several lines, each is said to be one. */
function event(name: string, data: string, id: string): string {
  const lines = data.split('\n').map((line) => `data: ${line}`);
  return [`event: ${name}`, `id: ${id}`, ...lines, '', ''].join('\n');
}

/** What a reader is told, and how. */
export interface Telling {
  /** How far they have read; undefined for not at all. */
  readonly from: Bookmark | undefined;
  readonly write: (news: News) => Promise<string>;
}

/** Waits until something happened since the bell had rung so often, or for as long as a reader is left alone. */
async function happened({ bell, clock }: Deps, rung: number, leaving: AbortSignal): Promise<void> {
  const either = new AbortController();
  const signal = AbortSignal.any([leaving, either.signal]);
  try {
    await Promise.race([bell.heard(rung, signal), clock.sleep(HEARTBEAT, signal)]);
  } finally {
    either.abort();
  }
}

/** What is said to one reader, piece by piece, until they leave or the stand-in is closed. */
async function* pieces(deps: Deps, { from, write }: Telling, leaving: AbortSignal): AsyncGenerator<string, never> {
  let bookmark = from;
  for (;;) {
    const { rung } = deps.bell;
    const news = deps.requests.after(bookmark, KEPT);
    const id = writeBookmark(news.bookmark);
    const told =
      news.requests.length > 0 || news.anew ? event(news.anew ? 'anew' : 'requests', await write(news), id) : '';
    // Without a request something may have happened all the same: the page looks at the rest again.
    yield `${told}${event('state', '', id)}`;
    ({ bookmark } = news);
    await happened(deps, rung, leaving);
    await deps.clock.sleep(SETTLING, leaving);
  }
}

/**
 * The request log as server-sent events. Whoever reads slowly is asked for nothing but their place: what they have not
 * read is not kept for them but in the log. Ends when the reader leaves and when the stand-in is closed.
 */
export function logStream(deps: Deps, telling: Telling): ReadableStream<Uint8Array> {
  const leaving = new AbortController();
  const told = pieces(deps, telling, leaving.signal);
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await told.next();
          controller.enqueue(Buffer.from(next.value));
        } catch {
          if (!leaving.signal.aborted) controller.close();
        }
      },
      cancel: () => leaving.abort(),
    },
    { highWaterMark: 0 },
  );
}
