#!/usr/bin/env node
import { startStandIn } from './index.js';

void startStandIn().then(({ url }) => process.stdout.write(`${url}\n`));
