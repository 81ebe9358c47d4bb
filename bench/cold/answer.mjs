// A short program: loads one client, makes one call, ends by itself.
import { tellUsage } from './tell-usage.mjs';

tellUsage();

const [, , contender, address] = process.argv;
const server = JSON.parse(address);
const { connect } = await import(`../contenders/${contender}.mjs`);
const client = connect(server);
if ((await client.account()) !== server.uuid) throw new Error(`${contender} read another account`);
client.close();
