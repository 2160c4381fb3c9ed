/** The owner sees how old the country data is, brings newer data by the command that the page shows, and sees it used. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { geoEn } from '../../shared/text/geo-en.ts';
import { geoLv } from '../../shared/text/geo-lv.ts';
import { phone, shoot } from '../support/browser.ts';
import { hearSession, joinAs, visitorWire } from '../support/clients.ts';
import { countryRecord, maxmindArchive, writeDatabase } from '../support/mmdb-writer.ts';
import { runToEnd } from '../support/server.ts';
import { useHouse } from './support/house.ts';
import { sees, seesNo } from './support/sees.ts';
import { deskAs, ownerOf } from './support/staff.ts';

// A proxy that says where a visitor comes from.
const house = useHouse({ TRUSTED_PROXIES: '1' });

test('the age of the country data, before and after newer data is brought', async () => {
	const { server } = house();
	const staff = await ownerOf(house());
	const desk = await deskAs(house(), staff.cookie, '/account');
	const { page } = desk;
	await sees(desk.heading(geoEn.title));
	await sees(page.getByText(geoEn.bundled('GeoLite2-Country', '15 November 2023')));
	await sees(page.getByText(geoEn.old));
	await sees(page.getByText('This product includes GeoLite Data created by MaxMind'));
	await page.getByText(geoEn.how).scrollIntoViewIfNeeded();
	await shoot(page, 'country-data-bundled');

	const latvian = await deskAs(house(), staff.cookie, '/account', { viewport: phone, colorScheme: 'dark' });
	await staff.wire.client.me.updateProfile.mutate({ language: 'lv' });
	await latvian.page.reload();
	await sees(latvian.page.getByText(geoLv.old));
	await latvian.page.getByText(geoLv.how).scrollIntoViewIfNeeded();
	await shoot(latvian.page, 'country-data-bundled-lv-phone-dark');
	await staff.wire.client.me.updateProfile.mutate({ language: 'en' });

	const builtAt = new Date(Date.now() - 3 * 86_400_000 - 60_000);
	const networks = [{ cidr: '8.8.8.0/24', record: countryRecord('LV') }];
	const file = join(server.dataDir, 'given.tar.gz');
	writeFileSync(file, maxmindArchive(writeDatabase({ builtAt, networks })));
	const said = await runToEnd('admin/main.ts', { DATA_DIR: server.dataDir }, ['geo', file]);
	expect([said.code, said.stderr]).toEqual([0, '']);
	expect(said.stdout).toContain('The running server uses it from now on.');

	await page.reload();
	await sees(page.getByText(geoEn.days(3)));
	await seesNo(page.getByText(geoEn.old));
	await page.getByText(geoEn.how).scrollIntoViewIfNeeded();
	await shoot(page, 'country-data-own');

	// Without a restart, to whoever comes now.
	const visitor = visitorWire(server.base, staff.site.key, {
		origin: house().website.origin,
		forwardedFor: '8.8.8.8',
	});
	house().atEnd(visitor.close);
	await visitor.greet();
	hearSession(visitor);
	const monitor = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor`);
	await sees(monitor.page.getByRole('article').getByText('Latvia'));

	const viewer = await deskAs(house(), await joinAs(server.base, staff.wire, 'admin', 'anna@example.com'), '/account');
	await sees(viewer.heading('Account'));
	await seesNo(viewer.page.getByText(geoEn.title));
});
