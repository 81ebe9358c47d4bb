import type { Account } from '../db/accounts.js';
import type { Server } from '../db/servers.js';
import { FREE_FEATURES, PASS_FEATURES } from './account-lists.js';

const ABILITIES = {
  allowCameraUpload: true,
  allowChannelAccess: true,
  allowMediaDeletion: true,
  allowSharing: true,
  allowSync: true,
  allowTuners: true,
  backgroundProcessing: true,
  certificate: true,
  companionProxy: true,
  countryCode: 'gbr',
  diagnostics: 'logs,databases,streaminglogs',
  eventStream: true,
  hubSearch: true,
  itemClusters: true,
  livetv: 7,
  mediaProviders: true,
  multiuser: true,
  musicAnalysis: 2,
  myPlex: true,
  offlineTranscode: 1,
  photoAutoTag: true,
  platform: 'Linux',
  platformVersion: '6.1',
  pluginHost: true,
  pushNotifications: false,
  readOnlyLibraries: false,
  streamingBrainABRVersion: 3,
  streamingBrainVersion: 2,
  sync: true,
  transcoderActiveVideoSessions: 0,
  transcoderAudio: true,
  transcoderLyrics: true,
  transcoderPhoto: true,
  transcoderSubtitles: true,
  transcoderVideo: true,
  transcoderVideoBitrates: '64,320,720,2000,4000,8000,12000,20000',
  transcoderVideoQualities: '0,1,2,3,4,5,6,7',
  transcoderVideoResolutions: '128,160,240,320,480,720,1080,1080',
  updater: true,
  voiceSearch: true,
};

/** What a server tells everyone it lets in. */
export function serverAttributes({ name, machineIdentifier, version }: Server, now: number): object {
  return {
    size: 2,
    ...ABILITIES,
    friendlyName: name,
    machineIdentifier,
    updatedAt: Math.floor(now / 1000),
    version,
    Directory: [
      { count: 1, key: 'identity', title: 'identity' },
      { count: 2, key: 'security', title: 'security' },
    ],
  };
}

/** What a server tells only its owner. */
export function ownerAttributes({ email, plan }: Account): object {
  const pass = plan === 'lifetime';
  return {
    myPlexMappingState: 'mapped',
    myPlexSigninState: 'ok',
    myPlexSubscription: pass,
    myPlexUsername: email,
    ownerFeatures: (pass ? [...FREE_FEATURES, ...PASS_FEATURES] : FREE_FEATURES).join(','),
  };
}
