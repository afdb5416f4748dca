// Command benthos is Benthos with the components that the tests use: files and standard streams, the processors
// without a service after them, and `wasm`.
package main

import (
	"context"

	"github.com/benthosdev/benthos/v4/public/service"

	_ "github.com/benthosdev/benthos/v4/public/components/io"
	_ "github.com/benthosdev/benthos/v4/public/components/pure"
	_ "github.com/benthosdev/benthos/v4/public/components/wasm"
)

func main() {
	service.RunCLI(context.Background())
}
