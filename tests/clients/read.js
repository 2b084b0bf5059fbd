// Prints every table of a package as this client casts it: an object of arrays of rows.
const { Package } = require("datapackage");

async function main(address) {
  const found = await Package.load(address);
  if (!found.valid) throw new Error(found.errors.map(String).join("\n"));
  const tables = {};
  for (const resource of found.resources.filter((one) => one.tabular)) {
    await resource.checkRelations();
    tables[resource.name] = await resource.read({ keyed: true });
  }
  console.log(JSON.stringify(tables));
}

main(process.argv[2]).catch((error) => {
  console.error(error, error.errors);
  process.exit(1);
});
