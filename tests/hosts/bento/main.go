// Command bento is Bento with the components that the tests use: files and standard streams, S3 and SQS, Kafka, metrics, the processors
// without a service after them, and `wasm`.
package main

import (
	"context"

	"github.com/warpstreamlabs/bento/public/service"

	_ "github.com/warpstreamlabs/bento/public/components/aws"
	_ "github.com/warpstreamlabs/bento/public/components/io"
	_ "github.com/warpstreamlabs/bento/public/components/kafka"
	_ "github.com/warpstreamlabs/bento/public/components/prometheus"
	_ "github.com/warpstreamlabs/bento/public/components/pure"
	_ "github.com/warpstreamlabs/bento/public/components/wasm"
)

func main() {
	service.RunCLI(context.Background())
}
