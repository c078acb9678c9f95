import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace ringmaster. */
export namespace ringmaster {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an AgentMessage.
         * @deprecated Use ringmaster.v1.AgentMessage.$Properties instead.
         */
        interface IAgentMessage extends ringmaster.v1.AgentMessage.$Properties {
        }

        /** Represents an AgentMessage. */
        class AgentMessage {

            /**
             * Constructs a new AgentMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.AgentMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentMessage seq. */
            seq: number;

            /** AgentMessage hello. */
            hello?: (ringmaster.v1.Hello.$Properties|null);

            /** AgentMessage heartbeat. */
            heartbeat?: (ringmaster.v1.Heartbeat.$Properties|null);

            /** AgentMessage rankEvent. */
            rankEvent?: (ringmaster.v1.RankEvent.$Properties|null);

            /** AgentMessage body. */
            body?: ("hello"|"heartbeat"|"rankEvent");

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentMessage instance
             */
            static create(properties: ringmaster.v1.AgentMessage.$Shape): ringmaster.v1.AgentMessage & ringmaster.v1.AgentMessage.$Shape;
            static create(properties?: ringmaster.v1.AgentMessage.$Properties): ringmaster.v1.AgentMessage;

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link ringmaster.v1.AgentMessage.verify|verify} messages.
             * @param message AgentMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.AgentMessage & ringmaster.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.AgentMessage & ringmaster.v1.AgentMessage.$Shape;

            /**
             * Verifies an AgentMessage message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentMessage
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.AgentMessage;

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @param message AgentMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.AgentMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for AgentMessage
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace AgentMessage {

            /** Properties of an AgentMessage. */
            interface $Properties {

                /** AgentMessage seq */
                seq?: (number|null);

                /** AgentMessage hello */
                hello?: (ringmaster.v1.Hello.$Properties|null);

                /** AgentMessage heartbeat */
                heartbeat?: (ringmaster.v1.Heartbeat.$Properties|null);

                /** AgentMessage rankEvent */
                rankEvent?: (ringmaster.v1.RankEvent.$Properties|null);

                /** AgentMessage body */
                body?: ("hello"|"heartbeat"|"rankEvent");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an AgentMessage. */
            type $Shape = {
              seq?: number|null;
              hello?: ringmaster.v1.Hello.$Shape|null;
              heartbeat?: ringmaster.v1.Heartbeat.$Shape|null;
              rankEvent?: ringmaster.v1.RankEvent.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; heartbeat?: null; rankEvent?: null }|{ body?: "hello"; hello: ringmaster.v1.Hello.$Shape; heartbeat?: null; rankEvent?: null }|{ body?: "heartbeat"; hello?: null; heartbeat: ringmaster.v1.Heartbeat.$Shape; rankEvent?: null }|{ body?: "rankEvent"; hello?: null; heartbeat?: null; rankEvent: ringmaster.v1.RankEvent.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use ringmaster.v1.Hello.$Properties instead.
         */
        interface IHello extends ringmaster.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello agentId. */
            agentId: string;

            /** Hello name. */
            name: string;

            /** Hello host. */
            host: string;

            /** Hello version. */
            version: string;

            /** Hello protocol. */
            protocol: number;

            /** Hello highestEpochSeen. */
            highestEpochSeen: number;

            /** Hello slots. */
            slots: ringmaster.v1.Slot.$Properties[];

            /** Hello running. */
            running: ringmaster.v1.RunningRank.$Properties[];

            /** Hello engine. */
            engine: string;

            /** Hello dataSets. */
            dataSets: string[];

            /** Hello draining. */
            draining: boolean;

            /** Hello probeAddress. */
            probeAddress: string;

            /** Hello allowCode. */
            allowCode: boolean;

            /** Hello deliveries. */
            deliveries: ringmaster.v1.Delivery.$Properties[];

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: ringmaster.v1.Hello.$Shape): ringmaster.v1.Hello & ringmaster.v1.Hello.$Shape;
            static create(properties?: ringmaster.v1.Hello.$Properties): ringmaster.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link ringmaster.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Hello & ringmaster.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Hello & ringmaster.v1.Hello.$Shape;

            /**
             * Verifies a Hello message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Hello
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Hello;

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @param message Hello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Hello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Hello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Hello
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello agentId */
                agentId?: (string|null);

                /** Hello name */
                name?: (string|null);

                /** Hello host */
                host?: (string|null);

                /** Hello version */
                version?: (string|null);

                /** Hello protocol */
                protocol?: (number|null);

                /** Hello highestEpochSeen */
                highestEpochSeen?: (number|null);

                /** Hello slots */
                slots?: (ringmaster.v1.Slot.$Properties[]|null);

                /** Hello running */
                running?: (ringmaster.v1.RunningRank.$Properties[]|null);

                /** Hello engine */
                engine?: (string|null);

                /** Hello dataSets */
                dataSets?: (string[]|null);

                /** Hello draining */
                draining?: (boolean|null);

                /** Hello probeAddress */
                probeAddress?: (string|null);

                /** Hello allowCode */
                allowCode?: (boolean|null);

                /** Hello deliveries */
                deliveries?: (ringmaster.v1.Delivery.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = ringmaster.v1.Hello.$Properties;
        }

        /**
         * Properties of a Slot.
         * @deprecated Use ringmaster.v1.Slot.$Properties instead.
         */
        interface ISlot extends ringmaster.v1.Slot.$Properties {
        }

        /** Represents a Slot. */
        class Slot {

            /**
             * Constructs a new Slot.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Slot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Slot slot. */
            slot: number;

            /** Slot device. */
            device: string;

            /** Slot cpuThreads. */
            cpuThreads: number;

            /** Slot memoryBytes. */
            memoryBytes: number;

            /**
             * Creates a new Slot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Slot instance
             */
            static create(properties: ringmaster.v1.Slot.$Shape): ringmaster.v1.Slot & ringmaster.v1.Slot.$Shape;
            static create(properties?: ringmaster.v1.Slot.$Properties): ringmaster.v1.Slot;

            /**
             * Encodes the specified Slot message. Does not implicitly {@link ringmaster.v1.Slot.verify|verify} messages.
             * @param message Slot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Slot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Slot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Slot & ringmaster.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Slot & ringmaster.v1.Slot.$Shape;

            /**
             * Verifies a Slot message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Slot message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Slot
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Slot;

            /**
             * Creates a plain object from a Slot message. Also converts values to other types if specified.
             * @param message Slot
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Slot, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Slot to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Slot
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Slot {

            /** Properties of a Slot. */
            interface $Properties {

                /** Slot slot */
                slot?: (number|null);

                /** Slot device */
                device?: (string|null);

                /** Slot cpuThreads */
                cpuThreads?: (number|null);

                /** Slot memoryBytes */
                memoryBytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Slot. */
            type $Shape = ringmaster.v1.Slot.$Properties;
        }

        /**
         * Properties of a RunningRank.
         * @deprecated Use ringmaster.v1.RunningRank.$Properties instead.
         */
        interface IRunningRank extends ringmaster.v1.RunningRank.$Properties {
        }

        /** Represents a RunningRank. */
        class RunningRank {

            /**
             * Constructs a new RunningRank.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RunningRank.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunningRank jobId. */
            jobId: string;

            /** RunningRank attempt. */
            attempt: number;

            /** RunningRank rank. */
            rank: number;

            /** RunningRank slot. */
            slot: number;

            /** RunningRank pid. */
            pid: number;

            /** RunningRank generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /** RunningRank step. */
            step: number;

            /**
             * Creates a new RunningRank instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RunningRank instance
             */
            static create(properties: ringmaster.v1.RunningRank.$Shape): ringmaster.v1.RunningRank & ringmaster.v1.RunningRank.$Shape;
            static create(properties?: ringmaster.v1.RunningRank.$Properties): ringmaster.v1.RunningRank;

            /**
             * Encodes the specified RunningRank message. Does not implicitly {@link ringmaster.v1.RunningRank.verify|verify} messages.
             * @param message RunningRank message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RunningRank.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunningRank message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RunningRank & ringmaster.v1.RunningRank.$Shape} RunningRank
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RunningRank & ringmaster.v1.RunningRank.$Shape;

            /**
             * Verifies a RunningRank message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RunningRank message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunningRank
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RunningRank;

            /**
             * Creates a plain object from a RunningRank message. Also converts values to other types if specified.
             * @param message RunningRank
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RunningRank, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunningRank to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RunningRank
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RunningRank {

            /** Properties of a RunningRank. */
            interface $Properties {

                /** RunningRank jobId */
                jobId?: (string|null);

                /** RunningRank attempt */
                attempt?: (number|null);

                /** RunningRank rank */
                rank?: (number|null);

                /** RunningRank slot */
                slot?: (number|null);

                /** RunningRank pid */
                pid?: (number|null);

                /** RunningRank generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** RunningRank step */
                step?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunningRank. */
            type $Shape = ringmaster.v1.RunningRank.$Properties;
        }

        /**
         * Properties of a Heartbeat.
         * @deprecated Use ringmaster.v1.Heartbeat.$Properties instead.
         */
        interface IHeartbeat extends ringmaster.v1.Heartbeat.$Properties {
        }

        /** Represents a Heartbeat. */
        class Heartbeat {

            /**
             * Constructs a new Heartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Heartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Heartbeat warmTrainers. */
            warmTrainers: number;

            /** Heartbeat busySlots. */
            busySlots: number[];

            /** Heartbeat freeMemoryBytes. */
            freeMemoryBytes: number;

            /** Heartbeat promisedMemoryBytes. */
            promisedMemoryBytes: number;

            /** Heartbeat draining. */
            draining: boolean;

            /** Heartbeat unreachable. */
            unreachable: ringmaster.v1.Unreachable.$Properties[];

            /** Heartbeat deliveries. */
            deliveries: ringmaster.v1.Delivery.$Properties[];

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Heartbeat instance
             */
            static create(properties: ringmaster.v1.Heartbeat.$Shape): ringmaster.v1.Heartbeat & ringmaster.v1.Heartbeat.$Shape;
            static create(properties?: ringmaster.v1.Heartbeat.$Properties): ringmaster.v1.Heartbeat;

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link ringmaster.v1.Heartbeat.verify|verify} messages.
             * @param message Heartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Heartbeat & ringmaster.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Heartbeat & ringmaster.v1.Heartbeat.$Shape;

            /**
             * Verifies a Heartbeat message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Heartbeat
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Heartbeat;

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @param message Heartbeat
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Heartbeat, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Heartbeat to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Heartbeat
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Heartbeat {

            /** Properties of a Heartbeat. */
            interface $Properties {

                /** Heartbeat warmTrainers */
                warmTrainers?: (number|null);

                /** Heartbeat busySlots */
                busySlots?: (number[]|null);

                /** Heartbeat freeMemoryBytes */
                freeMemoryBytes?: (number|null);

                /** Heartbeat promisedMemoryBytes */
                promisedMemoryBytes?: (number|null);

                /** Heartbeat draining */
                draining?: (boolean|null);

                /** Heartbeat unreachable */
                unreachable?: (ringmaster.v1.Unreachable.$Properties[]|null);

                /** Heartbeat deliveries */
                deliveries?: (ringmaster.v1.Delivery.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Heartbeat. */
            type $Shape = ringmaster.v1.Heartbeat.$Properties;
        }

        /**
         * Properties of a Delivery.
         * @deprecated Use ringmaster.v1.Delivery.$Properties instead.
         */
        interface IDelivery extends ringmaster.v1.Delivery.$Properties {
        }

        /** Represents a Delivery. */
        class Delivery {

            /**
             * Constructs a new Delivery.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Delivery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Delivery jobId. */
            jobId: string;

            /** Delivery attempt. */
            attempt: number;

            /** Delivery rank. */
            rank: number;

            /** Delivery step. */
            step: number;

            /** Delivery bytes. */
            bytes: number;

            /**
             * Creates a new Delivery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Delivery instance
             */
            static create(properties: ringmaster.v1.Delivery.$Shape): ringmaster.v1.Delivery & ringmaster.v1.Delivery.$Shape;
            static create(properties?: ringmaster.v1.Delivery.$Properties): ringmaster.v1.Delivery;

            /**
             * Encodes the specified Delivery message. Does not implicitly {@link ringmaster.v1.Delivery.verify|verify} messages.
             * @param message Delivery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Delivery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Delivery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Delivery & ringmaster.v1.Delivery.$Shape} Delivery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Delivery & ringmaster.v1.Delivery.$Shape;

            /**
             * Verifies a Delivery message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Delivery message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Delivery
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Delivery;

            /**
             * Creates a plain object from a Delivery message. Also converts values to other types if specified.
             * @param message Delivery
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Delivery, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Delivery to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Delivery
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Delivery {

            /** Properties of a Delivery. */
            interface $Properties {

                /** Delivery jobId */
                jobId?: (string|null);

                /** Delivery attempt */
                attempt?: (number|null);

                /** Delivery rank */
                rank?: (number|null);

                /** Delivery step */
                step?: (number|null);

                /** Delivery bytes */
                bytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Delivery. */
            type $Shape = ringmaster.v1.Delivery.$Properties;
        }

        /**
         * Properties of an Unreachable.
         * @deprecated Use ringmaster.v1.Unreachable.$Properties instead.
         */
        interface IUnreachable extends ringmaster.v1.Unreachable.$Properties {
        }

        /** Represents an Unreachable. */
        class Unreachable {

            /**
             * Constructs a new Unreachable.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Unreachable.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Unreachable agentId. */
            agentId: string;

            /** Unreachable address. */
            address: string;

            /** Unreachable why. */
            why: string;

            /**
             * Creates a new Unreachable instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Unreachable instance
             */
            static create(properties: ringmaster.v1.Unreachable.$Shape): ringmaster.v1.Unreachable & ringmaster.v1.Unreachable.$Shape;
            static create(properties?: ringmaster.v1.Unreachable.$Properties): ringmaster.v1.Unreachable;

            /**
             * Encodes the specified Unreachable message. Does not implicitly {@link ringmaster.v1.Unreachable.verify|verify} messages.
             * @param message Unreachable message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Unreachable.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Unreachable message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Unreachable & ringmaster.v1.Unreachable.$Shape} Unreachable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Unreachable & ringmaster.v1.Unreachable.$Shape;

            /**
             * Verifies an Unreachable message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Unreachable message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Unreachable
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Unreachable;

            /**
             * Creates a plain object from an Unreachable message. Also converts values to other types if specified.
             * @param message Unreachable
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Unreachable, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Unreachable to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Unreachable
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Unreachable {

            /** Properties of an Unreachable. */
            interface $Properties {

                /** Unreachable agentId */
                agentId?: (string|null);

                /** Unreachable address */
                address?: (string|null);

                /** Unreachable why */
                why?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Unreachable. */
            type $Shape = ringmaster.v1.Unreachable.$Properties;
        }

        /**
         * Properties of a Generation.
         * @deprecated Use ringmaster.v1.Generation.$Properties instead.
         */
        interface IGeneration extends ringmaster.v1.Generation.$Properties {
        }

        /** Represents a Generation. */
        class Generation {

            /**
             * Constructs a new Generation.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Generation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Generation epoch. */
            epoch: number;

            /** Generation n. */
            n: number;

            /** Generation nonce. */
            nonce: string;

            /**
             * Creates a new Generation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Generation instance
             */
            static create(properties: ringmaster.v1.Generation.$Shape): ringmaster.v1.Generation & ringmaster.v1.Generation.$Shape;
            static create(properties?: ringmaster.v1.Generation.$Properties): ringmaster.v1.Generation;

            /**
             * Encodes the specified Generation message. Does not implicitly {@link ringmaster.v1.Generation.verify|verify} messages.
             * @param message Generation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Generation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Generation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Generation & ringmaster.v1.Generation.$Shape} Generation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Generation & ringmaster.v1.Generation.$Shape;

            /**
             * Verifies a Generation message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Generation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Generation
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Generation;

            /**
             * Creates a plain object from a Generation message. Also converts values to other types if specified.
             * @param message Generation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Generation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Generation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Generation
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Generation {

            /** Properties of a Generation. */
            interface $Properties {

                /** Generation epoch */
                epoch?: (number|null);

                /** Generation n */
                n?: (number|null);

                /** Generation nonce */
                nonce?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Generation. */
            type $Shape = ringmaster.v1.Generation.$Properties;
        }

        /**
         * Properties of a RankEvent.
         * @deprecated Use ringmaster.v1.RankEvent.$Properties instead.
         */
        interface IRankEvent extends ringmaster.v1.RankEvent.$Properties {
        }

        /** Represents a RankEvent. */
        class RankEvent {

            /**
             * Constructs a new RankEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankEvent jobId. */
            jobId: string;

            /** RankEvent attempt. */
            attempt: number;

            /** RankEvent rank. */
            rank: number;

            /** RankEvent ready. */
            ready?: (ringmaster.v1.RankReady.$Properties|null);

            /** RankEvent running. */
            running?: (ringmaster.v1.RankRunning.$Properties|null);

            /** RankEvent progress. */
            progress?: (ringmaster.v1.RankProgress.$Properties|null);

            /** RankEvent log. */
            log?: (ringmaster.v1.RankLog.$Properties|null);

            /** RankEvent checkpoint. */
            checkpoint?: (ringmaster.v1.RankCheckpoint.$Properties|null);

            /** RankEvent finished. */
            finished?: (ringmaster.v1.RankFinished.$Properties|null);

            /** RankEvent failed. */
            failed?: (ringmaster.v1.RankFailed.$Properties|null);

            /** RankEvent metrics. */
            metrics?: (ringmaster.v1.RankMetrics.$Properties|null);

            /** RankEvent audit. */
            audit?: (ringmaster.v1.RankAudit.$Properties|null);

            /** RankEvent sealed. */
            sealed?: (ringmaster.v1.RankSealed.$Properties|null);

            /** RankEvent regrouped. */
            regrouped?: (ringmaster.v1.RankRegrouped.$Properties|null);

            /** RankEvent left. */
            left?: (ringmaster.v1.RankLeft.$Properties|null);

            /** RankEvent draining. */
            draining?: (ringmaster.v1.RankDraining.$Properties|null);

            /** RankEvent event. */
            event?: ("ready"|"running"|"progress"|"log"|"checkpoint"|"finished"|"failed"|"metrics"|"audit"|"sealed"|"regrouped"|"left"|"draining");

            /**
             * Creates a new RankEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankEvent instance
             */
            static create(properties: ringmaster.v1.RankEvent.$Shape): ringmaster.v1.RankEvent & ringmaster.v1.RankEvent.$Shape;
            static create(properties?: ringmaster.v1.RankEvent.$Properties): ringmaster.v1.RankEvent;

            /**
             * Encodes the specified RankEvent message. Does not implicitly {@link ringmaster.v1.RankEvent.verify|verify} messages.
             * @param message RankEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankEvent & ringmaster.v1.RankEvent.$Shape} RankEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankEvent & ringmaster.v1.RankEvent.$Shape;

            /**
             * Verifies a RankEvent message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankEvent
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankEvent;

            /**
             * Creates a plain object from a RankEvent message. Also converts values to other types if specified.
             * @param message RankEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankEvent {

            /** Properties of a RankEvent. */
            interface $Properties {

                /** RankEvent jobId */
                jobId?: (string|null);

                /** RankEvent attempt */
                attempt?: (number|null);

                /** RankEvent rank */
                rank?: (number|null);

                /** RankEvent ready */
                ready?: (ringmaster.v1.RankReady.$Properties|null);

                /** RankEvent running */
                running?: (ringmaster.v1.RankRunning.$Properties|null);

                /** RankEvent progress */
                progress?: (ringmaster.v1.RankProgress.$Properties|null);

                /** RankEvent log */
                log?: (ringmaster.v1.RankLog.$Properties|null);

                /** RankEvent checkpoint */
                checkpoint?: (ringmaster.v1.RankCheckpoint.$Properties|null);

                /** RankEvent finished */
                finished?: (ringmaster.v1.RankFinished.$Properties|null);

                /** RankEvent failed */
                failed?: (ringmaster.v1.RankFailed.$Properties|null);

                /** RankEvent metrics */
                metrics?: (ringmaster.v1.RankMetrics.$Properties|null);

                /** RankEvent audit */
                audit?: (ringmaster.v1.RankAudit.$Properties|null);

                /** RankEvent sealed */
                sealed?: (ringmaster.v1.RankSealed.$Properties|null);

                /** RankEvent regrouped */
                regrouped?: (ringmaster.v1.RankRegrouped.$Properties|null);

                /** RankEvent left */
                left?: (ringmaster.v1.RankLeft.$Properties|null);

                /** RankEvent draining */
                draining?: (ringmaster.v1.RankDraining.$Properties|null);

                /** RankEvent event */
                event?: ("ready"|"running"|"progress"|"log"|"checkpoint"|"finished"|"failed"|"metrics"|"audit"|"sealed"|"regrouped"|"left"|"draining");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a RankEvent. */
            type $Shape = {
              jobId?: string|null;
              attempt?: number|null;
              rank?: number|null;
              ready?: ringmaster.v1.RankReady.$Shape|null;
              running?: ringmaster.v1.RankRunning.$Shape|null;
              progress?: ringmaster.v1.RankProgress.$Shape|null;
              log?: ringmaster.v1.RankLog.$Shape|null;
              checkpoint?: ringmaster.v1.RankCheckpoint.$Shape|null;
              finished?: ringmaster.v1.RankFinished.$Shape|null;
              failed?: ringmaster.v1.RankFailed.$Shape|null;
              metrics?: ringmaster.v1.RankMetrics.$Shape|null;
              audit?: ringmaster.v1.RankAudit.$Shape|null;
              sealed?: ringmaster.v1.RankSealed.$Shape|null;
              regrouped?: ringmaster.v1.RankRegrouped.$Shape|null;
              left?: ringmaster.v1.RankLeft.$Shape|null;
              draining?: ringmaster.v1.RankDraining.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ event?: undefined; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "ready"; ready: ringmaster.v1.RankReady.$Shape; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "running"; ready?: null; running: ringmaster.v1.RankRunning.$Shape; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "progress"; ready?: null; running?: null; progress: ringmaster.v1.RankProgress.$Shape; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "log"; ready?: null; running?: null; progress?: null; log: ringmaster.v1.RankLog.$Shape; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "checkpoint"; ready?: null; running?: null; progress?: null; log?: null; checkpoint: ringmaster.v1.RankCheckpoint.$Shape; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "finished"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished: ringmaster.v1.RankFinished.$Shape; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "failed"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed: ringmaster.v1.RankFailed.$Shape; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "metrics"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics: ringmaster.v1.RankMetrics.$Shape; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "audit"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit: ringmaster.v1.RankAudit.$Shape; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "sealed"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed: ringmaster.v1.RankSealed.$Shape; regrouped?: null; left?: null; draining?: null }|{ event?: "regrouped"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped: ringmaster.v1.RankRegrouped.$Shape; left?: null; draining?: null }|{ event?: "left"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left: ringmaster.v1.RankLeft.$Shape; draining?: null }|{ event?: "draining"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining: ringmaster.v1.RankDraining.$Shape })
            );
        }

        /**
         * Properties of a RankReady.
         * @deprecated Use ringmaster.v1.RankReady.$Properties instead.
         */
        interface IRankReady extends ringmaster.v1.RankReady.$Properties {
        }

        /** Represents a RankReady. */
        class RankReady {

            /**
             * Constructs a new RankReady.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankReady.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankReady dataAddress. */
            dataAddress: string;

            /** RankReady pid. */
            pid: number;

            /** RankReady fingerprint. */
            fingerprint: string;

            /** RankReady warm. */
            warm: boolean;

            /** RankReady datasetHash. */
            datasetHash: string;

            /**
             * Creates a new RankReady instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankReady instance
             */
            static create(properties: ringmaster.v1.RankReady.$Shape): ringmaster.v1.RankReady & ringmaster.v1.RankReady.$Shape;
            static create(properties?: ringmaster.v1.RankReady.$Properties): ringmaster.v1.RankReady;

            /**
             * Encodes the specified RankReady message. Does not implicitly {@link ringmaster.v1.RankReady.verify|verify} messages.
             * @param message RankReady message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankReady.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankReady message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankReady & ringmaster.v1.RankReady.$Shape} RankReady
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankReady & ringmaster.v1.RankReady.$Shape;

            /**
             * Verifies a RankReady message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankReady message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankReady
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankReady;

            /**
             * Creates a plain object from a RankReady message. Also converts values to other types if specified.
             * @param message RankReady
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankReady, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankReady to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankReady
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankReady {

            /** Properties of a RankReady. */
            interface $Properties {

                /** RankReady dataAddress */
                dataAddress?: (string|null);

                /** RankReady pid */
                pid?: (number|null);

                /** RankReady fingerprint */
                fingerprint?: (string|null);

                /** RankReady warm */
                warm?: (boolean|null);

                /** RankReady datasetHash */
                datasetHash?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankReady. */
            type $Shape = ringmaster.v1.RankReady.$Properties;
        }

        /**
         * Properties of a RankRunning.
         * @deprecated Use ringmaster.v1.RankRunning.$Properties instead.
         */
        interface IRankRunning extends ringmaster.v1.RankRunning.$Properties {
        }

        /** Represents a RankRunning. */
        class RankRunning {

            /**
             * Constructs a new RankRunning.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankRunning.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankRunning step. */
            step: number;

            /**
             * Creates a new RankRunning instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankRunning instance
             */
            static create(properties: ringmaster.v1.RankRunning.$Shape): ringmaster.v1.RankRunning & ringmaster.v1.RankRunning.$Shape;
            static create(properties?: ringmaster.v1.RankRunning.$Properties): ringmaster.v1.RankRunning;

            /**
             * Encodes the specified RankRunning message. Does not implicitly {@link ringmaster.v1.RankRunning.verify|verify} messages.
             * @param message RankRunning message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankRunning.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankRunning message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankRunning & ringmaster.v1.RankRunning.$Shape} RankRunning
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankRunning & ringmaster.v1.RankRunning.$Shape;

            /**
             * Verifies a RankRunning message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankRunning message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankRunning
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankRunning;

            /**
             * Creates a plain object from a RankRunning message. Also converts values to other types if specified.
             * @param message RankRunning
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankRunning, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankRunning to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankRunning
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankRunning {

            /** Properties of a RankRunning. */
            interface $Properties {

                /** RankRunning step */
                step?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankRunning. */
            type $Shape = ringmaster.v1.RankRunning.$Properties;
        }

        /**
         * Properties of a RankProgress.
         * @deprecated Use ringmaster.v1.RankProgress.$Properties instead.
         */
        interface IRankProgress extends ringmaster.v1.RankProgress.$Properties {
        }

        /** Represents a RankProgress. */
        class RankProgress {

            /**
             * Constructs a new RankProgress.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankProgress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankProgress progressJson. */
            progressJson: string;

            /** RankProgress timingsJson. */
            timingsJson: string;

            /**
             * Creates a new RankProgress instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankProgress instance
             */
            static create(properties: ringmaster.v1.RankProgress.$Shape): ringmaster.v1.RankProgress & ringmaster.v1.RankProgress.$Shape;
            static create(properties?: ringmaster.v1.RankProgress.$Properties): ringmaster.v1.RankProgress;

            /**
             * Encodes the specified RankProgress message. Does not implicitly {@link ringmaster.v1.RankProgress.verify|verify} messages.
             * @param message RankProgress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankProgress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankProgress & ringmaster.v1.RankProgress.$Shape} RankProgress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankProgress & ringmaster.v1.RankProgress.$Shape;

            /**
             * Verifies a RankProgress message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankProgress message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankProgress
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankProgress;

            /**
             * Creates a plain object from a RankProgress message. Also converts values to other types if specified.
             * @param message RankProgress
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankProgress, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankProgress to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankProgress
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankProgress {

            /** Properties of a RankProgress. */
            interface $Properties {

                /** RankProgress progressJson */
                progressJson?: (string|null);

                /** RankProgress timingsJson */
                timingsJson?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankProgress. */
            type $Shape = ringmaster.v1.RankProgress.$Properties;
        }

        /**
         * Properties of a RankMetrics.
         * @deprecated Use ringmaster.v1.RankMetrics.$Properties instead.
         */
        interface IRankMetrics extends ringmaster.v1.RankMetrics.$Properties {
        }

        /** Represents a RankMetrics. */
        class RankMetrics {

            /**
             * Constructs a new RankMetrics.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankMetrics.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankMetrics lineJson. */
            lineJson: string;

            /**
             * Creates a new RankMetrics instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankMetrics instance
             */
            static create(properties: ringmaster.v1.RankMetrics.$Shape): ringmaster.v1.RankMetrics & ringmaster.v1.RankMetrics.$Shape;
            static create(properties?: ringmaster.v1.RankMetrics.$Properties): ringmaster.v1.RankMetrics;

            /**
             * Encodes the specified RankMetrics message. Does not implicitly {@link ringmaster.v1.RankMetrics.verify|verify} messages.
             * @param message RankMetrics message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankMetrics.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankMetrics message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankMetrics & ringmaster.v1.RankMetrics.$Shape} RankMetrics
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankMetrics & ringmaster.v1.RankMetrics.$Shape;

            /**
             * Verifies a RankMetrics message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankMetrics message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankMetrics
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankMetrics;

            /**
             * Creates a plain object from a RankMetrics message. Also converts values to other types if specified.
             * @param message RankMetrics
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankMetrics, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankMetrics to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankMetrics
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankMetrics {

            /** Properties of a RankMetrics. */
            interface $Properties {

                /** RankMetrics lineJson */
                lineJson?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankMetrics. */
            type $Shape = ringmaster.v1.RankMetrics.$Properties;
        }

        /**
         * Properties of a RankAudit.
         * @deprecated Use ringmaster.v1.RankAudit.$Properties instead.
         */
        interface IRankAudit extends ringmaster.v1.RankAudit.$Properties {
        }

        /** Represents a RankAudit. */
        class RankAudit {

            /**
             * Constructs a new RankAudit.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankAudit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankAudit linesJson. */
            linesJson: string[];

            /**
             * Creates a new RankAudit instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankAudit instance
             */
            static create(properties: ringmaster.v1.RankAudit.$Shape): ringmaster.v1.RankAudit & ringmaster.v1.RankAudit.$Shape;
            static create(properties?: ringmaster.v1.RankAudit.$Properties): ringmaster.v1.RankAudit;

            /**
             * Encodes the specified RankAudit message. Does not implicitly {@link ringmaster.v1.RankAudit.verify|verify} messages.
             * @param message RankAudit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankAudit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankAudit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankAudit & ringmaster.v1.RankAudit.$Shape} RankAudit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankAudit & ringmaster.v1.RankAudit.$Shape;

            /**
             * Verifies a RankAudit message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankAudit message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankAudit
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankAudit;

            /**
             * Creates a plain object from a RankAudit message. Also converts values to other types if specified.
             * @param message RankAudit
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankAudit, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankAudit to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankAudit
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankAudit {

            /** Properties of a RankAudit. */
            interface $Properties {

                /** RankAudit linesJson */
                linesJson?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankAudit. */
            type $Shape = ringmaster.v1.RankAudit.$Properties;
        }

        /**
         * Properties of a RankLog.
         * @deprecated Use ringmaster.v1.RankLog.$Properties instead.
         */
        interface IRankLog extends ringmaster.v1.RankLog.$Properties {
        }

        /** Represents a RankLog. */
        class RankLog {

            /**
             * Constructs a new RankLog.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankLog.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankLog linesJson. */
            linesJson: string[];

            /**
             * Creates a new RankLog instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankLog instance
             */
            static create(properties: ringmaster.v1.RankLog.$Shape): ringmaster.v1.RankLog & ringmaster.v1.RankLog.$Shape;
            static create(properties?: ringmaster.v1.RankLog.$Properties): ringmaster.v1.RankLog;

            /**
             * Encodes the specified RankLog message. Does not implicitly {@link ringmaster.v1.RankLog.verify|verify} messages.
             * @param message RankLog message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankLog.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankLog message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankLog & ringmaster.v1.RankLog.$Shape} RankLog
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankLog & ringmaster.v1.RankLog.$Shape;

            /**
             * Verifies a RankLog message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankLog message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankLog
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankLog;

            /**
             * Creates a plain object from a RankLog message. Also converts values to other types if specified.
             * @param message RankLog
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankLog, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankLog to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankLog
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankLog {

            /** Properties of a RankLog. */
            interface $Properties {

                /** RankLog linesJson */
                linesJson?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankLog. */
            type $Shape = ringmaster.v1.RankLog.$Properties;
        }

        /**
         * Properties of a RankCheckpoint.
         * @deprecated Use ringmaster.v1.RankCheckpoint.$Properties instead.
         */
        interface IRankCheckpoint extends ringmaster.v1.RankCheckpoint.$Properties {
        }

        /** Represents a RankCheckpoint. */
        class RankCheckpoint {

            /**
             * Constructs a new RankCheckpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankCheckpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankCheckpoint step. */
            step: number;

            /** RankCheckpoint manifestSha256. */
            manifestSha256: string;

            /**
             * Creates a new RankCheckpoint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankCheckpoint instance
             */
            static create(properties: ringmaster.v1.RankCheckpoint.$Shape): ringmaster.v1.RankCheckpoint & ringmaster.v1.RankCheckpoint.$Shape;
            static create(properties?: ringmaster.v1.RankCheckpoint.$Properties): ringmaster.v1.RankCheckpoint;

            /**
             * Encodes the specified RankCheckpoint message. Does not implicitly {@link ringmaster.v1.RankCheckpoint.verify|verify} messages.
             * @param message RankCheckpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankCheckpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankCheckpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankCheckpoint & ringmaster.v1.RankCheckpoint.$Shape} RankCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankCheckpoint & ringmaster.v1.RankCheckpoint.$Shape;

            /**
             * Verifies a RankCheckpoint message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankCheckpoint
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankCheckpoint;

            /**
             * Creates a plain object from a RankCheckpoint message. Also converts values to other types if specified.
             * @param message RankCheckpoint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankCheckpoint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankCheckpoint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankCheckpoint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankCheckpoint {

            /** Properties of a RankCheckpoint. */
            interface $Properties {

                /** RankCheckpoint step */
                step?: (number|null);

                /** RankCheckpoint manifestSha256 */
                manifestSha256?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankCheckpoint. */
            type $Shape = ringmaster.v1.RankCheckpoint.$Properties;
        }

        /**
         * Properties of a RankFinished.
         * @deprecated Use ringmaster.v1.RankFinished.$Properties instead.
         */
        interface IRankFinished extends ringmaster.v1.RankFinished.$Properties {
        }

        /** Represents a RankFinished. */
        class RankFinished {

            /**
             * Constructs a new RankFinished.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankFinished.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankFinished resultJson. */
            resultJson: string;

            /** RankFinished stopped. */
            stopped: boolean;

            /**
             * Creates a new RankFinished instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankFinished instance
             */
            static create(properties: ringmaster.v1.RankFinished.$Shape): ringmaster.v1.RankFinished & ringmaster.v1.RankFinished.$Shape;
            static create(properties?: ringmaster.v1.RankFinished.$Properties): ringmaster.v1.RankFinished;

            /**
             * Encodes the specified RankFinished message. Does not implicitly {@link ringmaster.v1.RankFinished.verify|verify} messages.
             * @param message RankFinished message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankFinished.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankFinished message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankFinished & ringmaster.v1.RankFinished.$Shape} RankFinished
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankFinished & ringmaster.v1.RankFinished.$Shape;

            /**
             * Verifies a RankFinished message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankFinished message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankFinished
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankFinished;

            /**
             * Creates a plain object from a RankFinished message. Also converts values to other types if specified.
             * @param message RankFinished
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankFinished, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankFinished to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankFinished
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankFinished {

            /** Properties of a RankFinished. */
            interface $Properties {

                /** RankFinished resultJson */
                resultJson?: (string|null);

                /** RankFinished stopped */
                stopped?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankFinished. */
            type $Shape = ringmaster.v1.RankFinished.$Properties;
        }

        /**
         * Properties of a RankFailed.
         * @deprecated Use ringmaster.v1.RankFailed.$Properties instead.
         */
        interface IRankFailed extends ringmaster.v1.RankFailed.$Properties {
        }

        /** Represents a RankFailed. */
        class RankFailed {

            /**
             * Constructs a new RankFailed.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankFailed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankFailed causeJson. */
            causeJson: string;

            /** RankFailed secondary. */
            secondary: boolean;

            /** RankFailed signal. */
            signal: string;

            /** RankFailed exitCode. */
            exitCode: number;

            /** RankFailed lastStep. */
            lastStep: number;

            /** RankFailed lastLogLines. */
            lastLogLines: string[];

            /** RankFailed atMs. */
            atMs: number;

            /**
             * Creates a new RankFailed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankFailed instance
             */
            static create(properties: ringmaster.v1.RankFailed.$Shape): ringmaster.v1.RankFailed & ringmaster.v1.RankFailed.$Shape;
            static create(properties?: ringmaster.v1.RankFailed.$Properties): ringmaster.v1.RankFailed;

            /**
             * Encodes the specified RankFailed message. Does not implicitly {@link ringmaster.v1.RankFailed.verify|verify} messages.
             * @param message RankFailed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankFailed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankFailed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankFailed & ringmaster.v1.RankFailed.$Shape} RankFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankFailed & ringmaster.v1.RankFailed.$Shape;

            /**
             * Verifies a RankFailed message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankFailed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankFailed
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankFailed;

            /**
             * Creates a plain object from a RankFailed message. Also converts values to other types if specified.
             * @param message RankFailed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankFailed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankFailed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankFailed
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankFailed {

            /** Properties of a RankFailed. */
            interface $Properties {

                /** RankFailed causeJson */
                causeJson?: (string|null);

                /** RankFailed secondary */
                secondary?: (boolean|null);

                /** RankFailed signal */
                signal?: (string|null);

                /** RankFailed exitCode */
                exitCode?: (number|null);

                /** RankFailed lastStep */
                lastStep?: (number|null);

                /** RankFailed lastLogLines */
                lastLogLines?: (string[]|null);

                /** RankFailed atMs */
                atMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankFailed. */
            type $Shape = ringmaster.v1.RankFailed.$Properties;
        }

        /**
         * Properties of a RankSealed.
         * @deprecated Use ringmaster.v1.RankSealed.$Properties instead.
         */
        interface IRankSealed extends ringmaster.v1.RankSealed.$Properties {
        }

        /** Represents a RankSealed. */
        class RankSealed {

            /**
             * Constructs a new RankSealed.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankSealed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankSealed generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /** RankSealed step. */
            step: number;

            /** RankSealed stage. */
            stage: number;

            /** RankSealed weightsSha256. */
            weightsSha256: string;

            /** RankSealed agreed. */
            agreed: boolean;

            /** RankSealed complaints. */
            complaints: ringmaster.v1.Complaint.$Properties[];

            /** RankSealed patienceMs. */
            patienceMs: number;

            /**
             * Creates a new RankSealed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankSealed instance
             */
            static create(properties: ringmaster.v1.RankSealed.$Shape): ringmaster.v1.RankSealed & ringmaster.v1.RankSealed.$Shape;
            static create(properties?: ringmaster.v1.RankSealed.$Properties): ringmaster.v1.RankSealed;

            /**
             * Encodes the specified RankSealed message. Does not implicitly {@link ringmaster.v1.RankSealed.verify|verify} messages.
             * @param message RankSealed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankSealed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankSealed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankSealed & ringmaster.v1.RankSealed.$Shape} RankSealed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankSealed & ringmaster.v1.RankSealed.$Shape;

            /**
             * Verifies a RankSealed message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankSealed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankSealed
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankSealed;

            /**
             * Creates a plain object from a RankSealed message. Also converts values to other types if specified.
             * @param message RankSealed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankSealed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankSealed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankSealed
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankSealed {

            /** Properties of a RankSealed. */
            interface $Properties {

                /** RankSealed generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** RankSealed step */
                step?: (number|null);

                /** RankSealed stage */
                stage?: (number|null);

                /** RankSealed weightsSha256 */
                weightsSha256?: (string|null);

                /** RankSealed agreed */
                agreed?: (boolean|null);

                /** RankSealed complaints */
                complaints?: (ringmaster.v1.Complaint.$Properties[]|null);

                /** RankSealed patienceMs */
                patienceMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankSealed. */
            type $Shape = ringmaster.v1.RankSealed.$Properties;
        }

        /**
         * Properties of a Complaint.
         * @deprecated Use ringmaster.v1.Complaint.$Properties instead.
         */
        interface IComplaint extends ringmaster.v1.Complaint.$Properties {
        }

        /** Represents a Complaint. */
        class Complaint {

            /**
             * Constructs a new Complaint.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Complaint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Complaint rank. */
            rank: number;

            /** Complaint kind. */
            kind: string;

            /** Complaint message. */
            message: string;

            /**
             * Creates a new Complaint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Complaint instance
             */
            static create(properties: ringmaster.v1.Complaint.$Shape): ringmaster.v1.Complaint & ringmaster.v1.Complaint.$Shape;
            static create(properties?: ringmaster.v1.Complaint.$Properties): ringmaster.v1.Complaint;

            /**
             * Encodes the specified Complaint message. Does not implicitly {@link ringmaster.v1.Complaint.verify|verify} messages.
             * @param message Complaint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Complaint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Complaint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Complaint & ringmaster.v1.Complaint.$Shape} Complaint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Complaint & ringmaster.v1.Complaint.$Shape;

            /**
             * Verifies a Complaint message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Complaint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Complaint
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Complaint;

            /**
             * Creates a plain object from a Complaint message. Also converts values to other types if specified.
             * @param message Complaint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Complaint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Complaint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Complaint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Complaint {

            /** Properties of a Complaint. */
            interface $Properties {

                /** Complaint rank */
                rank?: (number|null);

                /** Complaint kind */
                kind?: (string|null);

                /** Complaint message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Complaint. */
            type $Shape = ringmaster.v1.Complaint.$Properties;
        }

        /**
         * Properties of a RankRegrouped.
         * @deprecated Use ringmaster.v1.RankRegrouped.$Properties instead.
         */
        interface IRankRegrouped extends ringmaster.v1.RankRegrouped.$Properties {
        }

        /** Represents a RankRegrouped. */
        class RankRegrouped {

            /**
             * Constructs a new RankRegrouped.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankRegrouped.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankRegrouped generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /** RankRegrouped step. */
            step: number;

            /** RankRegrouped standstillMs. */
            standstillMs: number;

            /**
             * Creates a new RankRegrouped instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankRegrouped instance
             */
            static create(properties: ringmaster.v1.RankRegrouped.$Shape): ringmaster.v1.RankRegrouped & ringmaster.v1.RankRegrouped.$Shape;
            static create(properties?: ringmaster.v1.RankRegrouped.$Properties): ringmaster.v1.RankRegrouped;

            /**
             * Encodes the specified RankRegrouped message. Does not implicitly {@link ringmaster.v1.RankRegrouped.verify|verify} messages.
             * @param message RankRegrouped message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankRegrouped.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankRegrouped message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankRegrouped & ringmaster.v1.RankRegrouped.$Shape} RankRegrouped
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankRegrouped & ringmaster.v1.RankRegrouped.$Shape;

            /**
             * Verifies a RankRegrouped message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankRegrouped message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankRegrouped
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankRegrouped;

            /**
             * Creates a plain object from a RankRegrouped message. Also converts values to other types if specified.
             * @param message RankRegrouped
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankRegrouped, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankRegrouped to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankRegrouped
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankRegrouped {

            /** Properties of a RankRegrouped. */
            interface $Properties {

                /** RankRegrouped generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** RankRegrouped step */
                step?: (number|null);

                /** RankRegrouped standstillMs */
                standstillMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankRegrouped. */
            type $Shape = ringmaster.v1.RankRegrouped.$Properties;
        }

        /**
         * Properties of a RankLeft.
         * @deprecated Use ringmaster.v1.RankLeft.$Properties instead.
         */
        interface IRankLeft extends ringmaster.v1.RankLeft.$Properties {
        }

        /** Represents a RankLeft. */
        class RankLeft {

            /**
             * Constructs a new RankLeft.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankLeft.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankLeft step. */
            step: number;

            /**
             * Creates a new RankLeft instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankLeft instance
             */
            static create(properties: ringmaster.v1.RankLeft.$Shape): ringmaster.v1.RankLeft & ringmaster.v1.RankLeft.$Shape;
            static create(properties?: ringmaster.v1.RankLeft.$Properties): ringmaster.v1.RankLeft;

            /**
             * Encodes the specified RankLeft message. Does not implicitly {@link ringmaster.v1.RankLeft.verify|verify} messages.
             * @param message RankLeft message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankLeft.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankLeft message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankLeft & ringmaster.v1.RankLeft.$Shape} RankLeft
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankLeft & ringmaster.v1.RankLeft.$Shape;

            /**
             * Verifies a RankLeft message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankLeft message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankLeft
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankLeft;

            /**
             * Creates a plain object from a RankLeft message. Also converts values to other types if specified.
             * @param message RankLeft
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankLeft, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankLeft to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankLeft
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankLeft {

            /** Properties of a RankLeft. */
            interface $Properties {

                /** RankLeft step */
                step?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankLeft. */
            type $Shape = ringmaster.v1.RankLeft.$Properties;
        }

        /**
         * Properties of a RankDraining.
         * @deprecated Use ringmaster.v1.RankDraining.$Properties instead.
         */
        interface IRankDraining extends ringmaster.v1.RankDraining.$Properties {
        }

        /** Represents a RankDraining. */
        class RankDraining {

            /**
             * Constructs a new RankDraining.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.RankDraining.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankDraining reason. */
            reason: string;

            /**
             * Creates a new RankDraining instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankDraining instance
             */
            static create(properties: ringmaster.v1.RankDraining.$Shape): ringmaster.v1.RankDraining & ringmaster.v1.RankDraining.$Shape;
            static create(properties?: ringmaster.v1.RankDraining.$Properties): ringmaster.v1.RankDraining;

            /**
             * Encodes the specified RankDraining message. Does not implicitly {@link ringmaster.v1.RankDraining.verify|verify} messages.
             * @param message RankDraining message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.RankDraining.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankDraining message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankDraining & ringmaster.v1.RankDraining.$Shape} RankDraining
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.RankDraining & ringmaster.v1.RankDraining.$Shape;

            /**
             * Verifies a RankDraining message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RankDraining message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankDraining
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.RankDraining;

            /**
             * Creates a plain object from a RankDraining message. Also converts values to other types if specified.
             * @param message RankDraining
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.RankDraining, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankDraining to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RankDraining
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RankDraining {

            /** Properties of a RankDraining. */
            interface $Properties {

                /** RankDraining reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankDraining. */
            type $Shape = ringmaster.v1.RankDraining.$Properties;
        }

        /**
         * Properties of a CoordinatorMessage.
         * @deprecated Use ringmaster.v1.CoordinatorMessage.$Properties instead.
         */
        interface ICoordinatorMessage extends ringmaster.v1.CoordinatorMessage.$Properties {
        }

        /** Represents a CoordinatorMessage. */
        class CoordinatorMessage {

            /**
             * Constructs a new CoordinatorMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.CoordinatorMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CoordinatorMessage epoch. */
            epoch: number;

            /** CoordinatorMessage welcome. */
            welcome?: (ringmaster.v1.Welcome.$Properties|null);

            /** CoordinatorMessage refused. */
            refused?: (ringmaster.v1.Refused.$Properties|null);

            /** CoordinatorMessage assign. */
            assign?: (ringmaster.v1.Assign.$Properties|null);

            /** CoordinatorMessage go. */
            go?: (ringmaster.v1.Go.$Properties|null);

            /** CoordinatorMessage stop. */
            stop?: (ringmaster.v1.Stop.$Properties|null);

            /** CoordinatorMessage ack. */
            ack?: (ringmaster.v1.Ack.$Properties|null);

            /** CoordinatorMessage resize. */
            resize?: (ringmaster.v1.Resize.$Properties|null);

            /** CoordinatorMessage drain. */
            drain?: (ringmaster.v1.Drain.$Properties|null);

            /** CoordinatorMessage mesh. */
            mesh?: (ringmaster.v1.Mesh.$Properties|null);

            /** CoordinatorMessage body. */
            body?: ("welcome"|"refused"|"assign"|"go"|"stop"|"ack"|"resize"|"drain"|"mesh");

            /**
             * Creates a new CoordinatorMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CoordinatorMessage instance
             */
            static create(properties: ringmaster.v1.CoordinatorMessage.$Shape): ringmaster.v1.CoordinatorMessage & ringmaster.v1.CoordinatorMessage.$Shape;
            static create(properties?: ringmaster.v1.CoordinatorMessage.$Properties): ringmaster.v1.CoordinatorMessage;

            /**
             * Encodes the specified CoordinatorMessage message. Does not implicitly {@link ringmaster.v1.CoordinatorMessage.verify|verify} messages.
             * @param message CoordinatorMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.CoordinatorMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CoordinatorMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.CoordinatorMessage & ringmaster.v1.CoordinatorMessage.$Shape} CoordinatorMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.CoordinatorMessage & ringmaster.v1.CoordinatorMessage.$Shape;

            /**
             * Verifies a CoordinatorMessage message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CoordinatorMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CoordinatorMessage
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.CoordinatorMessage;

            /**
             * Creates a plain object from a CoordinatorMessage message. Also converts values to other types if specified.
             * @param message CoordinatorMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.CoordinatorMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CoordinatorMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CoordinatorMessage
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CoordinatorMessage {

            /** Properties of a CoordinatorMessage. */
            interface $Properties {

                /** CoordinatorMessage epoch */
                epoch?: (number|null);

                /** CoordinatorMessage welcome */
                welcome?: (ringmaster.v1.Welcome.$Properties|null);

                /** CoordinatorMessage refused */
                refused?: (ringmaster.v1.Refused.$Properties|null);

                /** CoordinatorMessage assign */
                assign?: (ringmaster.v1.Assign.$Properties|null);

                /** CoordinatorMessage go */
                go?: (ringmaster.v1.Go.$Properties|null);

                /** CoordinatorMessage stop */
                stop?: (ringmaster.v1.Stop.$Properties|null);

                /** CoordinatorMessage ack */
                ack?: (ringmaster.v1.Ack.$Properties|null);

                /** CoordinatorMessage resize */
                resize?: (ringmaster.v1.Resize.$Properties|null);

                /** CoordinatorMessage drain */
                drain?: (ringmaster.v1.Drain.$Properties|null);

                /** CoordinatorMessage mesh */
                mesh?: (ringmaster.v1.Mesh.$Properties|null);

                /** CoordinatorMessage body */
                body?: ("welcome"|"refused"|"assign"|"go"|"stop"|"ack"|"resize"|"drain"|"mesh");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a CoordinatorMessage. */
            type $Shape = {
              epoch?: number|null;
              welcome?: ringmaster.v1.Welcome.$Shape|null;
              refused?: ringmaster.v1.Refused.$Shape|null;
              assign?: ringmaster.v1.Assign.$Shape|null;
              go?: ringmaster.v1.Go.$Shape|null;
              stop?: ringmaster.v1.Stop.$Shape|null;
              ack?: ringmaster.v1.Ack.$Shape|null;
              resize?: ringmaster.v1.Resize.$Shape|null;
              drain?: ringmaster.v1.Drain.$Shape|null;
              mesh?: ringmaster.v1.Mesh.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "welcome"; welcome: ringmaster.v1.Welcome.$Shape; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "refused"; welcome?: null; refused: ringmaster.v1.Refused.$Shape; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "assign"; welcome?: null; refused?: null; assign: ringmaster.v1.Assign.$Shape; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "go"; welcome?: null; refused?: null; assign?: null; go: ringmaster.v1.Go.$Shape; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "stop"; welcome?: null; refused?: null; assign?: null; go?: null; stop: ringmaster.v1.Stop.$Shape; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "ack"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack: ringmaster.v1.Ack.$Shape; resize?: null; drain?: null; mesh?: null }|{ body?: "resize"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize: ringmaster.v1.Resize.$Shape; drain?: null; mesh?: null }|{ body?: "drain"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain: ringmaster.v1.Drain.$Shape; mesh?: null }|{ body?: "mesh"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh: ringmaster.v1.Mesh.$Shape })
            );
        }

        /**
         * Properties of a Welcome.
         * @deprecated Use ringmaster.v1.Welcome.$Properties instead.
         */
        interface IWelcome extends ringmaster.v1.Welcome.$Properties {
        }

        /** Represents a Welcome. */
        class Welcome {

            /**
             * Constructs a new Welcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Welcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Welcome heartbeatMs. */
            heartbeatMs: number;

            /** Welcome artifactsUrl. */
            artifactsUrl: string;

            /**
             * Creates a new Welcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Welcome instance
             */
            static create(properties: ringmaster.v1.Welcome.$Shape): ringmaster.v1.Welcome & ringmaster.v1.Welcome.$Shape;
            static create(properties?: ringmaster.v1.Welcome.$Properties): ringmaster.v1.Welcome;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link ringmaster.v1.Welcome.verify|verify} messages.
             * @param message Welcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Welcome & ringmaster.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Welcome & ringmaster.v1.Welcome.$Shape;

            /**
             * Verifies a Welcome message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Welcome message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Welcome
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Welcome;

            /**
             * Creates a plain object from a Welcome message. Also converts values to other types if specified.
             * @param message Welcome
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Welcome, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Welcome to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Welcome
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Welcome {

            /** Properties of a Welcome. */
            interface $Properties {

                /** Welcome heartbeatMs */
                heartbeatMs?: (number|null);

                /** Welcome artifactsUrl */
                artifactsUrl?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Welcome. */
            type $Shape = ringmaster.v1.Welcome.$Properties;
        }

        /**
         * Properties of a Refused.
         * @deprecated Use ringmaster.v1.Refused.$Properties instead.
         */
        interface IRefused extends ringmaster.v1.Refused.$Properties {
        }

        /** Represents a Refused. */
        class Refused {

            /**
             * Constructs a new Refused.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Refused.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refused code. */
            code: string;

            /** Refused message. */
            message: string;

            /**
             * Creates a new Refused instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refused instance
             */
            static create(properties: ringmaster.v1.Refused.$Shape): ringmaster.v1.Refused & ringmaster.v1.Refused.$Shape;
            static create(properties?: ringmaster.v1.Refused.$Properties): ringmaster.v1.Refused;

            /**
             * Encodes the specified Refused message. Does not implicitly {@link ringmaster.v1.Refused.verify|verify} messages.
             * @param message Refused message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Refused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Refused & ringmaster.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Refused & ringmaster.v1.Refused.$Shape;

            /**
             * Verifies a Refused message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Refused
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Refused;

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @param message Refused
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Refused, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Refused to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Refused
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Refused {

            /** Properties of a Refused. */
            interface $Properties {

                /** Refused code */
                code?: (string|null);

                /** Refused message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refused. */
            type $Shape = ringmaster.v1.Refused.$Properties;
        }

        /**
         * Properties of an Assign.
         * @deprecated Use ringmaster.v1.Assign.$Properties instead.
         */
        interface IAssign extends ringmaster.v1.Assign.$Properties {
        }

        /** Represents an Assign. */
        class Assign {

            /**
             * Constructs a new Assign.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Assign.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Assign jobId. */
            jobId: string;

            /** Assign attempt. */
            attempt: number;

            /** Assign rank. */
            rank: number;

            /** Assign world. */
            world: number;

            /** Assign slot. */
            slot: number;

            /** Assign generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /** Assign jobJson. */
            jobJson: string;

            /** Assign jobSecret. */
            jobSecret: Uint8Array;

            /** Assign artifactsUrl. */
            artifactsUrl: string;

            /** Assign artifactsToken. */
            artifactsToken: string;

            /** Assign resumeFrom. */
            resumeFrom: string;

            /** Assign cpuThreads. */
            cpuThreads: number;

            /** Assign device. */
            device: string;

            /**
             * Creates a new Assign instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Assign instance
             */
            static create(properties: ringmaster.v1.Assign.$Shape): ringmaster.v1.Assign & ringmaster.v1.Assign.$Shape;
            static create(properties?: ringmaster.v1.Assign.$Properties): ringmaster.v1.Assign;

            /**
             * Encodes the specified Assign message. Does not implicitly {@link ringmaster.v1.Assign.verify|verify} messages.
             * @param message Assign message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Assign.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Assign message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Assign & ringmaster.v1.Assign.$Shape} Assign
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Assign & ringmaster.v1.Assign.$Shape;

            /**
             * Verifies an Assign message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Assign message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Assign
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Assign;

            /**
             * Creates a plain object from an Assign message. Also converts values to other types if specified.
             * @param message Assign
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Assign, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Assign to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Assign
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Assign {

            /** Properties of an Assign. */
            interface $Properties {

                /** Assign jobId */
                jobId?: (string|null);

                /** Assign attempt */
                attempt?: (number|null);

                /** Assign rank */
                rank?: (number|null);

                /** Assign world */
                world?: (number|null);

                /** Assign slot */
                slot?: (number|null);

                /** Assign generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** Assign jobJson */
                jobJson?: (string|null);

                /** Assign jobSecret */
                jobSecret?: (Uint8Array|null);

                /** Assign artifactsUrl */
                artifactsUrl?: (string|null);

                /** Assign artifactsToken */
                artifactsToken?: (string|null);

                /** Assign resumeFrom */
                resumeFrom?: (string|null);

                /** Assign cpuThreads */
                cpuThreads?: (number|null);

                /** Assign device */
                device?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Assign. */
            type $Shape = ringmaster.v1.Assign.$Properties;
        }

        /**
         * Properties of a Go.
         * @deprecated Use ringmaster.v1.Go.$Properties instead.
         */
        interface IGo extends ringmaster.v1.Go.$Properties {
        }

        /** Represents a Go. */
        class Go {

            /**
             * Constructs a new Go.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Go.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Go jobId. */
            jobId: string;

            /** Go attempt. */
            attempt: number;

            /** Go generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /** Go peers. */
            peers: ringmaster.v1.Peer.$Properties[];

            /** Go source. */
            source: number;

            /** Go behind. */
            behind: number[];

            /** Go shardCounts. */
            shardCounts: number[];

            /**
             * Creates a new Go instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Go instance
             */
            static create(properties: ringmaster.v1.Go.$Shape): ringmaster.v1.Go & ringmaster.v1.Go.$Shape;
            static create(properties?: ringmaster.v1.Go.$Properties): ringmaster.v1.Go;

            /**
             * Encodes the specified Go message. Does not implicitly {@link ringmaster.v1.Go.verify|verify} messages.
             * @param message Go message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Go.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Go message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Go & ringmaster.v1.Go.$Shape} Go
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Go & ringmaster.v1.Go.$Shape;

            /**
             * Verifies a Go message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Go message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Go
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Go;

            /**
             * Creates a plain object from a Go message. Also converts values to other types if specified.
             * @param message Go
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Go, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Go to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Go
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Go {

            /** Properties of a Go. */
            interface $Properties {

                /** Go jobId */
                jobId?: (string|null);

                /** Go attempt */
                attempt?: (number|null);

                /** Go generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** Go peers */
                peers?: (ringmaster.v1.Peer.$Properties[]|null);

                /** Go source */
                source?: (number|null);

                /** Go behind */
                behind?: (number[]|null);

                /** Go shardCounts */
                shardCounts?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Go. */
            type $Shape = ringmaster.v1.Go.$Properties;
        }

        /**
         * Properties of a Peer.
         * @deprecated Use ringmaster.v1.Peer.$Properties instead.
         */
        interface IPeer extends ringmaster.v1.Peer.$Properties {
        }

        /** Represents a Peer. */
        class Peer {

            /**
             * Constructs a new Peer.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Peer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Peer rank. */
            rank: number;

            /** Peer dataAddress. */
            dataAddress: string;

            /**
             * Creates a new Peer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Peer instance
             */
            static create(properties: ringmaster.v1.Peer.$Shape): ringmaster.v1.Peer & ringmaster.v1.Peer.$Shape;
            static create(properties?: ringmaster.v1.Peer.$Properties): ringmaster.v1.Peer;

            /**
             * Encodes the specified Peer message. Does not implicitly {@link ringmaster.v1.Peer.verify|verify} messages.
             * @param message Peer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Peer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Peer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Peer & ringmaster.v1.Peer.$Shape} Peer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Peer & ringmaster.v1.Peer.$Shape;

            /**
             * Verifies a Peer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Peer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Peer
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Peer;

            /**
             * Creates a plain object from a Peer message. Also converts values to other types if specified.
             * @param message Peer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Peer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Peer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Peer
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Peer {

            /** Properties of a Peer. */
            interface $Properties {

                /** Peer rank */
                rank?: (number|null);

                /** Peer dataAddress */
                dataAddress?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Peer. */
            type $Shape = ringmaster.v1.Peer.$Properties;
        }

        /**
         * Properties of a Stop.
         * @deprecated Use ringmaster.v1.Stop.$Properties instead.
         */
        interface IStop extends ringmaster.v1.Stop.$Properties {
        }

        /** Represents a Stop. */
        class Stop {

            /**
             * Constructs a new Stop.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Stop.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Stop jobId. */
            jobId: string;

            /** Stop attempt. */
            attempt: number;

            /** Stop kill. */
            kill: boolean;

            /** Stop reason. */
            reason: string;

            /** Stop pause. */
            pause: boolean;

            /** Stop ranks. */
            ranks: number[];

            /** Stop leave. */
            leave: boolean;

            /**
             * Creates a new Stop instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Stop instance
             */
            static create(properties: ringmaster.v1.Stop.$Shape): ringmaster.v1.Stop & ringmaster.v1.Stop.$Shape;
            static create(properties?: ringmaster.v1.Stop.$Properties): ringmaster.v1.Stop;

            /**
             * Encodes the specified Stop message. Does not implicitly {@link ringmaster.v1.Stop.verify|verify} messages.
             * @param message Stop message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Stop.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Stop message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Stop & ringmaster.v1.Stop.$Shape} Stop
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Stop & ringmaster.v1.Stop.$Shape;

            /**
             * Verifies a Stop message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Stop message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Stop
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Stop;

            /**
             * Creates a plain object from a Stop message. Also converts values to other types if specified.
             * @param message Stop
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Stop, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Stop to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Stop
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Stop {

            /** Properties of a Stop. */
            interface $Properties {

                /** Stop jobId */
                jobId?: (string|null);

                /** Stop attempt */
                attempt?: (number|null);

                /** Stop kill */
                kill?: (boolean|null);

                /** Stop reason */
                reason?: (string|null);

                /** Stop pause */
                pause?: (boolean|null);

                /** Stop ranks */
                ranks?: (number[]|null);

                /** Stop leave */
                leave?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Stop. */
            type $Shape = ringmaster.v1.Stop.$Properties;
        }

        /**
         * Properties of a Resize.
         * @deprecated Use ringmaster.v1.Resize.$Properties instead.
         */
        interface IResize extends ringmaster.v1.Resize.$Properties {
        }

        /** Represents a Resize. */
        class Resize {

            /**
             * Constructs a new Resize.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Resize.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Resize jobId. */
            jobId: string;

            /** Resize attempt. */
            attempt: number;

            /** Resize generation. */
            generation?: (ringmaster.v1.Generation.$Properties|null);

            /**
             * Creates a new Resize instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Resize instance
             */
            static create(properties: ringmaster.v1.Resize.$Shape): ringmaster.v1.Resize & ringmaster.v1.Resize.$Shape;
            static create(properties?: ringmaster.v1.Resize.$Properties): ringmaster.v1.Resize;

            /**
             * Encodes the specified Resize message. Does not implicitly {@link ringmaster.v1.Resize.verify|verify} messages.
             * @param message Resize message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Resize.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Resize message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Resize & ringmaster.v1.Resize.$Shape} Resize
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Resize & ringmaster.v1.Resize.$Shape;

            /**
             * Verifies a Resize message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Resize message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Resize
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Resize;

            /**
             * Creates a plain object from a Resize message. Also converts values to other types if specified.
             * @param message Resize
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Resize, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Resize to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Resize
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Resize {

            /** Properties of a Resize. */
            interface $Properties {

                /** Resize jobId */
                jobId?: (string|null);

                /** Resize attempt */
                attempt?: (number|null);

                /** Resize generation */
                generation?: (ringmaster.v1.Generation.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Resize. */
            type $Shape = ringmaster.v1.Resize.$Properties;
        }

        /**
         * Properties of a Drain.
         * @deprecated Use ringmaster.v1.Drain.$Properties instead.
         */
        interface IDrain extends ringmaster.v1.Drain.$Properties {
        }

        /** Represents a Drain. */
        class Drain {

            /**
             * Constructs a new Drain.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Drain.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Drain reason. */
            reason: string;

            /** Drain graceMs. */
            graceMs: number;

            /**
             * Creates a new Drain instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Drain instance
             */
            static create(properties: ringmaster.v1.Drain.$Shape): ringmaster.v1.Drain & ringmaster.v1.Drain.$Shape;
            static create(properties?: ringmaster.v1.Drain.$Properties): ringmaster.v1.Drain;

            /**
             * Encodes the specified Drain message. Does not implicitly {@link ringmaster.v1.Drain.verify|verify} messages.
             * @param message Drain message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Drain.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Drain message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Drain & ringmaster.v1.Drain.$Shape} Drain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Drain & ringmaster.v1.Drain.$Shape;

            /**
             * Verifies a Drain message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Drain message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Drain
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Drain;

            /**
             * Creates a plain object from a Drain message. Also converts values to other types if specified.
             * @param message Drain
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Drain, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Drain to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Drain
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Drain {

            /** Properties of a Drain. */
            interface $Properties {

                /** Drain reason */
                reason?: (string|null);

                /** Drain graceMs */
                graceMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Drain. */
            type $Shape = ringmaster.v1.Drain.$Properties;
        }

        /**
         * Properties of a Mesh.
         * @deprecated Use ringmaster.v1.Mesh.$Properties instead.
         */
        interface IMesh extends ringmaster.v1.Mesh.$Properties {
        }

        /** Represents a Mesh. */
        class Mesh {

            /**
             * Constructs a new Mesh.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Mesh.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Mesh peers. */
            peers: ringmaster.v1.MeshPeer.$Properties[];

            /**
             * Creates a new Mesh instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Mesh instance
             */
            static create(properties: ringmaster.v1.Mesh.$Shape): ringmaster.v1.Mesh & ringmaster.v1.Mesh.$Shape;
            static create(properties?: ringmaster.v1.Mesh.$Properties): ringmaster.v1.Mesh;

            /**
             * Encodes the specified Mesh message. Does not implicitly {@link ringmaster.v1.Mesh.verify|verify} messages.
             * @param message Mesh message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Mesh.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Mesh message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Mesh & ringmaster.v1.Mesh.$Shape} Mesh
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Mesh & ringmaster.v1.Mesh.$Shape;

            /**
             * Verifies a Mesh message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Mesh message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Mesh
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Mesh;

            /**
             * Creates a plain object from a Mesh message. Also converts values to other types if specified.
             * @param message Mesh
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Mesh, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Mesh to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Mesh
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Mesh {

            /** Properties of a Mesh. */
            interface $Properties {

                /** Mesh peers */
                peers?: (ringmaster.v1.MeshPeer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Mesh. */
            type $Shape = ringmaster.v1.Mesh.$Properties;
        }

        /**
         * Properties of a MeshPeer.
         * @deprecated Use ringmaster.v1.MeshPeer.$Properties instead.
         */
        interface IMeshPeer extends ringmaster.v1.MeshPeer.$Properties {
        }

        /** Represents a MeshPeer. */
        class MeshPeer {

            /**
             * Constructs a new MeshPeer.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.MeshPeer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MeshPeer agentId. */
            agentId: string;

            /** MeshPeer name. */
            name: string;

            /** MeshPeer address. */
            address: string;

            /**
             * Creates a new MeshPeer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MeshPeer instance
             */
            static create(properties: ringmaster.v1.MeshPeer.$Shape): ringmaster.v1.MeshPeer & ringmaster.v1.MeshPeer.$Shape;
            static create(properties?: ringmaster.v1.MeshPeer.$Properties): ringmaster.v1.MeshPeer;

            /**
             * Encodes the specified MeshPeer message. Does not implicitly {@link ringmaster.v1.MeshPeer.verify|verify} messages.
             * @param message MeshPeer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.MeshPeer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MeshPeer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.MeshPeer & ringmaster.v1.MeshPeer.$Shape} MeshPeer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.MeshPeer & ringmaster.v1.MeshPeer.$Shape;

            /**
             * Verifies a MeshPeer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MeshPeer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MeshPeer
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.MeshPeer;

            /**
             * Creates a plain object from a MeshPeer message. Also converts values to other types if specified.
             * @param message MeshPeer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.MeshPeer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MeshPeer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MeshPeer
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MeshPeer {

            /** Properties of a MeshPeer. */
            interface $Properties {

                /** MeshPeer agentId */
                agentId?: (string|null);

                /** MeshPeer name */
                name?: (string|null);

                /** MeshPeer address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MeshPeer. */
            type $Shape = ringmaster.v1.MeshPeer.$Properties;
        }

        /**
         * Properties of an Ack.
         * @deprecated Use ringmaster.v1.Ack.$Properties instead.
         */
        interface IAck extends ringmaster.v1.Ack.$Properties {
        }

        /** Represents an Ack. */
        class Ack {

            /**
             * Constructs a new Ack.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Ack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ack seq. */
            seq: number;

            /**
             * Creates a new Ack instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ack instance
             */
            static create(properties: ringmaster.v1.Ack.$Shape): ringmaster.v1.Ack & ringmaster.v1.Ack.$Shape;
            static create(properties?: ringmaster.v1.Ack.$Properties): ringmaster.v1.Ack;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link ringmaster.v1.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Ack & ringmaster.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Ack & ringmaster.v1.Ack.$Shape;

            /**
             * Verifies an Ack message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Ack message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Ack
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Ack;

            /**
             * Creates a plain object from an Ack message. Also converts values to other types if specified.
             * @param message Ack
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Ack, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Ack to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Ack
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Ack {

            /** Properties of an Ack. */
            interface $Properties {

                /** Ack seq */
                seq?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ack. */
            type $Shape = ringmaster.v1.Ack.$Properties;
        }

        /**
         * Properties of a PullRequest.
         * @deprecated Use ringmaster.v1.PullRequest.$Properties instead.
         */
        interface IPullRequest extends ringmaster.v1.PullRequest.$Properties {
        }

        /** Represents a PullRequest. */
        class PullRequest {

            /**
             * Constructs a new PullRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.PullRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PullRequest jobId. */
            jobId: string;

            /** PullRequest attempt. */
            attempt: number;

            /** PullRequest epoch. */
            epoch: number;

            /** PullRequest generation. */
            generation: number;

            /** PullRequest nonce. */
            nonce: string;

            /** PullRequest rank. */
            rank: number;

            /** PullRequest protocol. */
            protocol: number;

            /** PullRequest to. */
            to: number;

            /**
             * Creates a new PullRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PullRequest instance
             */
            static create(properties: ringmaster.v1.PullRequest.$Shape): ringmaster.v1.PullRequest & ringmaster.v1.PullRequest.$Shape;
            static create(properties?: ringmaster.v1.PullRequest.$Properties): ringmaster.v1.PullRequest;

            /**
             * Encodes the specified PullRequest message. Does not implicitly {@link ringmaster.v1.PullRequest.verify|verify} messages.
             * @param message PullRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.PullRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PullRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.PullRequest & ringmaster.v1.PullRequest.$Shape} PullRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.PullRequest & ringmaster.v1.PullRequest.$Shape;

            /**
             * Verifies a PullRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PullRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PullRequest
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.PullRequest;

            /**
             * Creates a plain object from a PullRequest message. Also converts values to other types if specified.
             * @param message PullRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.PullRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PullRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PullRequest
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PullRequest {

            /** Properties of a PullRequest. */
            interface $Properties {

                /** PullRequest jobId */
                jobId?: (string|null);

                /** PullRequest attempt */
                attempt?: (number|null);

                /** PullRequest epoch */
                epoch?: (number|null);

                /** PullRequest generation */
                generation?: (number|null);

                /** PullRequest nonce */
                nonce?: (string|null);

                /** PullRequest rank */
                rank?: (number|null);

                /** PullRequest protocol */
                protocol?: (number|null);

                /** PullRequest to */
                to?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PullRequest. */
            type $Shape = ringmaster.v1.PullRequest.$Properties;
        }

        /**
         * Properties of a Frame.
         * @deprecated Use ringmaster.v1.Frame.$Properties instead.
         */
        interface IFrame extends ringmaster.v1.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame headerAndPayload. */
            headerAndPayload: Uint8Array;

            /**
             * Creates a new Frame instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Frame instance
             */
            static create(properties: ringmaster.v1.Frame.$Shape): ringmaster.v1.Frame & ringmaster.v1.Frame.$Shape;
            static create(properties?: ringmaster.v1.Frame.$Properties): ringmaster.v1.Frame;

            /**
             * Encodes the specified Frame message. Does not implicitly {@link ringmaster.v1.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.Frame & ringmaster.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.Frame & ringmaster.v1.Frame.$Shape;

            /**
             * Verifies a Frame message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Frame message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Frame
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.Frame;

            /**
             * Creates a plain object from a Frame message. Also converts values to other types if specified.
             * @param message Frame
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.Frame, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Frame to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Frame
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame headerAndPayload */
                headerAndPayload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Frame. */
            type $Shape = ringmaster.v1.Frame.$Properties;
        }

        /**
         * Properties of a PingRequest.
         * @deprecated Use ringmaster.v1.PingRequest.$Properties instead.
         */
        interface IPingRequest extends ringmaster.v1.PingRequest.$Properties {
        }

        /** Represents a PingRequest. */
        class PingRequest {

            /**
             * Constructs a new PingRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.PingRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PingRequest rank. */
            rank: number;

            /**
             * Creates a new PingRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PingRequest instance
             */
            static create(properties: ringmaster.v1.PingRequest.$Shape): ringmaster.v1.PingRequest & ringmaster.v1.PingRequest.$Shape;
            static create(properties?: ringmaster.v1.PingRequest.$Properties): ringmaster.v1.PingRequest;

            /**
             * Encodes the specified PingRequest message. Does not implicitly {@link ringmaster.v1.PingRequest.verify|verify} messages.
             * @param message PingRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.PingRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PingRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.PingRequest & ringmaster.v1.PingRequest.$Shape} PingRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.PingRequest & ringmaster.v1.PingRequest.$Shape;

            /**
             * Verifies a PingRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PingRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PingRequest
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.PingRequest;

            /**
             * Creates a plain object from a PingRequest message. Also converts values to other types if specified.
             * @param message PingRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.PingRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PingRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PingRequest
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PingRequest {

            /** Properties of a PingRequest. */
            interface $Properties {

                /** PingRequest rank */
                rank?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PingRequest. */
            type $Shape = ringmaster.v1.PingRequest.$Properties;
        }

        /**
         * Properties of a PingReply.
         * @deprecated Use ringmaster.v1.PingReply.$Properties instead.
         */
        interface IPingReply extends ringmaster.v1.PingReply.$Properties {
        }

        /** Represents a PingReply. */
        class PingReply {

            /**
             * Constructs a new PingReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: ringmaster.v1.PingReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PingReply rank. */
            rank: number;

            /**
             * Creates a new PingReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PingReply instance
             */
            static create(properties: ringmaster.v1.PingReply.$Shape): ringmaster.v1.PingReply & ringmaster.v1.PingReply.$Shape;
            static create(properties?: ringmaster.v1.PingReply.$Properties): ringmaster.v1.PingReply;

            /**
             * Encodes the specified PingReply message. Does not implicitly {@link ringmaster.v1.PingReply.verify|verify} messages.
             * @param message PingReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: ringmaster.v1.PingReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PingReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {ringmaster.v1.PingReply & ringmaster.v1.PingReply.$Shape} PingReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ringmaster.v1.PingReply & ringmaster.v1.PingReply.$Shape;

            /**
             * Verifies a PingReply message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PingReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PingReply
             */
            static fromObject(object: { [k: string]: any }): ringmaster.v1.PingReply;

            /**
             * Creates a plain object from a PingReply message. Also converts values to other types if specified.
             * @param message PingReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: ringmaster.v1.PingReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PingReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PingReply
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PingReply {

            /** Properties of a PingReply. */
            interface $Properties {

                /** PingReply rank */
                rank?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PingReply. */
            type $Shape = ringmaster.v1.PingReply.$Properties;
        }
    }
}
