/** Every address of the desk and the file behind it. A page loads when it is first shown, with its sentences beside it. */
import { Route, Router } from '@solidjs/router';
import { type Component, ErrorBoundary, lazy, type ParentProps, Suspense } from 'solid-js';
import { geoTexts } from './account/geo-texts.ts';
import { alertsTexts } from './alerts/texts.ts';
import { docsTexts } from './docs/texts.ts';
import { historyTexts } from './history/texts.ts';
import { missedTexts } from './missed/texts.ts';
import { pushTexts } from './push/texts.ts';
import { settingsTexts } from './settings/texts.ts';
import { Broken } from './shell/broken.tsx';
import { trustTexts } from './trust/texts.ts';
import { type Locale, LocaleProvider, type Texts } from './ui/locale.tsx';
import { ToastProvider } from './ui/toast.tsx';
import { webhooksTexts } from './webhooks/texts.ts';

interface PageFile {
	readonly Page: Component;
}

interface LayoutFile {
	readonly Layout: Component<ParentProps>;
}

export function App(props: { readonly locale: Locale }) {
	const load = async <M,>(file: () => Promise<M>, texts: readonly Texts<unknown>[]): Promise<M> => {
		const [module] = await Promise.all([file(), ...texts.map((one) => props.locale.use(one))]);
		return module;
	};
	const page = (file: () => Promise<PageFile>, ...texts: readonly Texts<unknown>[]) =>
		lazy(async () => ({ default: (await load(file, texts)).Page }));
	const layout = (file: () => Promise<LayoutFile>) => lazy(async () => ({ default: (await file()).Layout }));

	const knowledge = page(() => import('./knowledge/page.tsx'), settingsTexts);
	const alerts = page(() => import('./alerts/page.tsx'), settingsTexts, alertsTexts, pushTexts);
	const takeOver = page(() => import('./alerts/take-over-page.tsx'), settingsTexts, alertsTexts);
	return (
		<LocaleProvider locale={props.locale}>
			<ToastProvider>
				<Router root={Root}>
					<Route path="/sign-in" component={page(() => import('./sign-in/page.tsx'))} />
					<Route path="/setup/:token" component={page(() => import('./sign-in/setup-page.tsx'))} />
					<Route path="/join/:token" component={page(() => import('./sign-in/join-page.tsx'))} />
					<Route path="/reset/:token" component={page(() => import('./sign-in/reset-page.tsx'))} />
					<Route path="/forgot" component={page(() => import('./sign-in/forgot-page.tsx'), alertsTexts)} />
					<Route component={layout(() => import('./shell/layout.tsx'))}>
						<Route path="/" component={page(() => import('./shell/home.tsx'))} />
						<Route path="/sites" component={page(() => import('./sites/list-page.tsx'), settingsTexts)} />
						<Route path="/sites/new" component={page(() => import('./sites/new-page.tsx'), settingsTexts)} />
						<Route path="/sites/:siteId" component={layout(() => import('./shell/site-layout.tsx'))}>
							<Route path="/" component={page(() => import('./shell/to-monitor.tsx'))} />
							<Route path="/monitor" component={page(() => import('./monitor/page.tsx'))} />
							<Route path="/missed" component={page(() => import('./missed/page.tsx'), settingsTexts, missedTexts)} />
							<Route path="/missed/:sessionId" component={page(() => import('./missed/one-page.tsx'), missedTexts)} />
							<Route
								path="/history"
								component={page(() => import('./history/page.tsx'), settingsTexts, historyTexts)}
							/>
							<Route
								path="/history/:sessionId"
								component={page(() => import('./history/one-page.tsx'), historyTexts, trustTexts)}
							/>
							<Route path="/monitor/:sessionId" component={page(() => import('./session/page.tsx'), trustTexts)} />
							<Route path="/knowledge" component={knowledge} />
							<Route path="/ai" component={page(() => import('./ai/page.tsx'), settingsTexts)} />
							<Route path="/widget" component={page(() => import('./install/page.tsx'), settingsTexts)} />
							<Route
								path="/settings"
								component={page(() => import('./settings/page.tsx'), settingsTexts, webhooksTexts, trustTexts)}
							/>
							<Route
								path="/webhooks"
								component={page(() => import('./webhooks/page.tsx'), settingsTexts, webhooksTexts)}
							/>
						</Route>
						<Route path="/members" component={page(() => import('./members/page.tsx'), settingsTexts)} />
						<Route path="/account/alerts" component={alerts} />
						<Route path="/take-over/:token/:siteId/:sessionId" component={takeOver} />
						<Route
							path="/account"
							component={page(() => import('./account/page.tsx'), settingsTexts, geoTexts, alertsTexts)}
						/>
						<Route path="/audit" component={page(() => import('./trust/audit-page.tsx'), settingsTexts, trustTexts)} />
						<Route path="/docs" component={page(() => import('./docs/page.tsx'), docsTexts)} />
						<Route path="*" component={page(() => import('./shell/not-found.tsx'))} />
					</Route>
				</Router>
			</ToastProvider>
		</LocaleProvider>
	);
}

function Root(props: ParentProps) {
	return (
		<ErrorBoundary fallback={<Broken />}>
			<Suspense>{props.children}</Suspense>
		</ErrorBoundary>
	);
}
