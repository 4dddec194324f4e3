/** For `--require`: the `iamport` of the folder that a program runs in speaks to the gateway under test. */
const Iamport = require(require.resolve('iamport', { paths: [process.cwd()] }))

Iamport.DEFAULT_HOST = process.env.SUNAP_TEST_URL
