/** Loaded before a server of the tests: what it sends to this push service arrives at one on this machine. */
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const { request } = https;
const service = process.env['TEST_PUSH_SERVICE'] ?? '';

https.request = ((url: URL, options: https.RequestOptions, answered: Parameters<typeof http.request>[2]) => {
	if (url.hostname !== 'push.example.com') return request(url, options, answered);
	const { method, headers, signal } = options;
	return http.request(new URL(url.pathname, service), { method, headers, signal }, answered);
	// The one shape of call that the server makes.
}) as typeof https.request;
syncBuiltinESMExports();
