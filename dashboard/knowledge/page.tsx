export function Page() {
	return <main class="page" />;
}
