import type { AddCommand } from './command.js';
import { addCompletion } from './completion.js';
import { addDev } from './dev.js';
import { addDevices } from './devices.js';
import { addDoctor } from './doctor.js';
import { addHome } from './home.js';
import { addLogin } from './login.js';
import { addLogout } from './logout.js';
import { addServers } from './servers.js';
import { addSource } from './source.js';
import { addToken } from './token.js';
import { addTransientToken } from './transient-token.js';
import { addVerify } from './verify.js';
import { addWhoami } from './whoami.js';

/** All commands, as the help lists them. */
export const commands: readonly AddCommand[] = [
  addLogin,
  addWhoami,
  addToken,
  addTransientToken,
  addServers,
  addSource,
  addHome,
  addDevices,
  addVerify,
  addDoctor,
  addLogout,
  addDev,
  addCompletion,
];
