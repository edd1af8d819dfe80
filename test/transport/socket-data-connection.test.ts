import {openDataPair} from './test-hub.ts';
import {testDataConnectionContract} from './data-connection-contract.ts';

testDataConnectionContract('sockets, dialled end writing', openDataPair);
testDataConnectionContract('sockets, accepted end writing', async () => {
	const [dialled, accepted] = await openDataPair();
	return [accepted, dialled];
});
