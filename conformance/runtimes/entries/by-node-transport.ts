import { argv } from 'node:process';
import { nodeTransport } from '@ticketstub/sdk/node';
import { smoke } from '../smoke/smoke.js';
import { tell } from '../tell.js';

// The same suite over `node:http`. The process must end by itself once the transport is closed.
const transport = nodeTransport();
const outcomes = await smoke(JSON.parse(argv[2] ?? ''), transport);
transport.close();
tell(outcomes);
