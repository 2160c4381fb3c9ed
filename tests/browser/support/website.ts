/** Somebody's website: plain HTML from an origin that is not Baton's, under the policy that its owner chose. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface WebsitePage {
	readonly body: string;
	/** The Content-Security-Policy header; none when left out. */
	readonly policy?: string;
}

export interface Website extends AsyncDisposable {
	readonly origin: string;
	/** Puts a page there, in place of the one before. */
	put(path: string, page: WebsitePage): string;
}

export async function openWebsite(): Promise<Website> {
	const pages = new Map<string, WebsitePage>();
	const server = createServer(({ url = '/' }, response) => {
		const page = pages.get(new URL(url, 'http://website').pathname);
		if (page === undefined) return void response.writeHead(404).end();
		const policy = page.policy === undefined ? {} : { 'content-security-policy': page.policy };
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...policy });
		// The icon is empty so that the browser does not ask for one.
		response.end(
			`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title><link rel="icon" href="data:,"><h1>A quiet shop</h1><p>Nothing but a page.</p>${page.body}`,
		);
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	// A listening TCP server has a port.
	const { port } = server.address() as AddressInfo;
	const origin = `http://127.0.0.1:${port}`;
	return {
		origin,
		put(path, page) {
			pages.set(path, page);
			return `${origin}${path}`;
		},
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}
