import type { AddCommand } from './command.js';
import { addDev } from './dev.js';
import { addLogin } from './login.js';
import { addLogout } from './logout.js';
import { addServers } from './servers.js';
import { addToken } from './token.js';
import { addWhoami } from './whoami.js';

/** All commands, as the help lists them. */
export const commands: readonly AddCommand[] = [addLogin, addWhoami, addToken, addServers, addDev, addLogout];
