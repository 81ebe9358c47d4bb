import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

// `@ctrl/plex` makes its client identifier of the first MAC address and cannot be imported where there is none.
os.networkInterfaces = () => ({
  eth0: [
    {
      address: '192.0.2.1',
      netmask: '255.255.255.0',
      family: 'IPv4',
      mac: '02:00:00:00:00:01',
      internal: false,
      cidr: '192.0.2.1/24',
    },
  ],
});
syncBuiltinESMExports();
