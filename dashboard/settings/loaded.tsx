/** What a page asks the server for when it opens, and the three faces it has until the answer is there. */
import { type Accessor, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { type Desk, onReconnected } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { useSettingsTexts } from './texts.ts';

export interface Loaded<T> {
	readonly value: Accessor<T | undefined>;
	/** What was thrown, while there is nothing to show instead. */
	readonly failed: Accessor<unknown>;
	reload(): Promise<void>;
	/** The server answered a change with the new whole. */
	set(value: T): void;
}

/** Asks once, again on `reload`, and again when the line is back: what is shown may have grown old meanwhile. */
export function createLoaded<T>(desk: Desk, ask: () => Promise<T>): Loaded<T> {
	const [value, setValue] = createSignal<T>();
	const [failed, setFailed] = createSignal<unknown>();
	// An answer that was overtaken by a later question, or by a change, is thrown away.
	let latest = 0;
	onCleanup(() => {
		latest = -1;
	});

	const put = (next: T) => {
		setFailed(undefined);
		setValue(() => next);
	};

	async function reload(): Promise<void> {
		if (latest < 0) return;
		const mine = ++latest;
		try {
			const answer = await ask();
			if (mine === latest) put(answer);
		} catch (error) {
			// What is on the page stays there: old is better than nothing.
			if (mine === latest && value() === undefined) setFailed(() => error);
		}
	}

	void reload();
	onReconnected(desk, () => void reload());
	return {
		value,
		failed,
		reload,
		set(next) {
			latest += 1;
			put(next);
		},
	};
}

export function LoadedView<T>(props: {
	readonly of: Loaded<T>;
	readonly skeleton?: JSX.Element | undefined;
	readonly children: (value: Accessor<T>) => JSX.Element;
}) {
	const t = useSettingsTexts();
	const errorText = useErrorText();
	return (
		<Show
			when={props.of.value() !== undefined}
			fallback={
				<Show when={props.of.failed() !== undefined} fallback={<Skeleton>{props.skeleton}</Skeleton>}>
					<ErrorState
						title={t().common.loadFailed}
						text={errorText(props.of.failed())}
						onRetry={() => void props.of.reload()}
					/>
				</Show>
			}
		>
			{/* Defined here: the line above asked. */}
			{props.children(() => props.of.value() as T)}
		</Show>
	);
}
