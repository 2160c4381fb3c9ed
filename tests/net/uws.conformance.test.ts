import { createUwsTransport } from '../../server/net/uws.ts';
import { registerConformance } from './conformance.ts';

registerConformance('uWebSockets.js', createUwsTransport);
