import { renderUnicodeCompact } from 'uqr';
import type { Paint } from './paint.js';

/** An address as a QR code of half blocks, with the quiet space around it that cameras look for. */
export function qrOf(url: string, { onBlack }: Pick<Paint, 'onBlack'>): string {
  return linesOf(url).map(onBlack).join('\n');
}

/** The columns that it takes. */
export function qrWidth(url: string): number {
  return linesOf(url)[0]?.length ?? 0;
}

const linesOf = (url: string): string[] => renderUnicodeCompact(url, { border: 2 }).split('\n');
