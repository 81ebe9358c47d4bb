// Bare Node: what everything in this folder does besides.
import { tellUsage } from './tell-usage.mjs';

tellUsage();
