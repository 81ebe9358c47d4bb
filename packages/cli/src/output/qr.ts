import { renderUnicodeCompact } from 'uqr';

/** An address as a QR code of half blocks, which any camera reads in a dark terminal and in a bright one. */
export function qrOf(url: string): string {
  return renderUnicodeCompact(url, { border: 2 });
}
