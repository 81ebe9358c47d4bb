import type { Connection } from './open.js';
import { flag, number, numberOrNull, text, textOrNull } from './row.js';

/** What is known of whoever made a PIN. */
export interface PinMaker {
  readonly pinId: number;
  readonly ip: string;
  /** What it runs on, in its own words; null where it said nothing. */
  readonly device: string | null;
  /** Whether no page of another site had a hand in it. */
  readonly safeOrigin: boolean;
  /** Before this (ms since the epoch) a claim is not told; null when it is at once. */
  readonly toldAt: number | null;
}

/** Who made which PIN: a row for each PIN there is. */
export interface PinMakers {
  insert(maker: Omit<PinMaker, 'toldAt'>): void;
  find(pinId: number): PinMaker | undefined;
  /** Has the claim of a PIN told from a moment on only. */
  holdBack(pinId: number, until: number): void;
  clear(): void;
}

/** Prepares the statements of the PIN makers table. */
export function pinMakersTable(connection: Connection): PinMakers {
  const insert = connection.prepare('INSERT INTO pin_makers (pin_id, ip, device, safe_origin) VALUES (?, ?, ?, ?)');
  const find = connection.prepare('SELECT pin_id, ip, device, safe_origin, told_at FROM pin_makers WHERE pin_id = ?');
  const holdBack = connection.prepare('UPDATE pin_makers SET told_at = ?2 WHERE pin_id = ?1');
  const clear = connection.prepare('DELETE FROM pin_makers');
  return {
    insert({ pinId, ip, device, safeOrigin }) {
      insert.run(pinId, ip, device, safeOrigin ? 1 : 0);
    },
    find(pinId) {
      const row = find.get(pinId);
      if (row === undefined) return undefined;
      return {
        pinId: number(row, 'pin_id'),
        ip: text(row, 'ip'),
        device: textOrNull(row, 'device'),
        safeOrigin: flag(row, 'safe_origin'),
        toldAt: numberOrNull(row, 'told_at'),
      };
    },
    holdBack(pinId, until) {
      holdBack.run(pinId, until);
    },
    clear() {
      clear.run();
    },
  };
}
