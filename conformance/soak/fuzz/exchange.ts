import { connect } from 'node:net';
import { type Parsed, parseAnswers } from './answer.js';

/** Bytes for an address, and whether they are a whole request, to which an answer is due. */
export interface Shot {
  readonly origin: string;
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  /** A `HEAD` is answered without the body it announces. */
  readonly isHead: boolean;
}

/** What came back. */
export interface Exchange extends Parsed {
  /** Everything that was received, as latin-1. */
  readonly text: string;
  /** Whether the other side neither answered nor hung up in time. */
  readonly hung: boolean;
}

/** How long an answer may take, in milliseconds, on a busy machine. */
const PATIENCE = 20_000;

/** After so many milliseconds of silence, whoever sent half a request says that there will be no more. */
const SILENCE = 150;

/** Sends bytes over a connection of their own and reads until an answer is complete or the other side hangs up. */
export function exchange({ origin, bytes, isWhole, isHead }: Shot): Promise<Exchange> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    let silence: NodeJS.Timeout | undefined;
    const parsed = (isEnded: boolean): Parsed => parseAnswers(Buffer.concat(chunks), { isHead, isEnded });
    const finish = (hung: boolean): void => {
      clearTimeout(silence);
      clearTimeout(patience);
      socket.destroy();
      resolve({ ...parsed(true), hung, text: Buffer.concat(chunks).toString('latin1') });
    };
    const patience = setTimeout(() => finish(true), PATIENCE);
    const hush = (): void => {
      clearTimeout(silence);
      if (!isWhole) silence = setTimeout(() => socket.end(), SILENCE);
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const { answers } = parsed(false);
      if (answers.some(({ status }) => status >= 200)) finish(false);
      else hush();
    });
    socket.once('end', () => finish(false));
    // A side that hangs up on bytes still under way resets the connection: what it said before counts.
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.write(bytes);
    hush();
  });
}
