process.stdout.write(process.versions.node.split('.')[0]);
