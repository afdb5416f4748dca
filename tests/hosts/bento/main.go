// Command bento is Bento with the components that the tests use: files and standard streams, the processors without a
// service behind them, and `wasm`.
package main

import (
	"context"

	"github.com/warpstreamlabs/bento/public/service"

	_ "github.com/warpstreamlabs/bento/public/components/io"
	_ "github.com/warpstreamlabs/bento/public/components/pure"
	_ "github.com/warpstreamlabs/bento/public/components/wasm"
)

func main() {
	service.RunCLI(context.Background())
}
