/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $Array = $util.global.Array, $String = $util.global.String, $Boolean = $util.global.Boolean, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $isFinite = $util.global.isFinite;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const ringmaster = $root.ringmaster = (() => {

    /**
     * Namespace ringmaster.
     * @exports ringmaster
     * @namespace
     */
    const ringmaster = {};

    ringmaster.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof ringmaster
         * @namespace
         */
        const v1 = {};

        v1.AgentMessage = (function() {

            /**
             * Properties of an AgentMessage.
             * @typedef {Object} ringmaster.v1.AgentMessage.$Properties
             * @property {number|null} [seq] AgentMessage seq
             * @property {ringmaster.v1.Hello.$Properties|null} [hello] AgentMessage hello
             * @property {ringmaster.v1.Heartbeat.$Properties|null} [heartbeat] AgentMessage heartbeat
             * @property {ringmaster.v1.RankEvent.$Properties|null} [rankEvent] AgentMessage rankEvent
             * @property {"hello"|"heartbeat"|"rankEvent"} [body] AgentMessage body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentMessage.
             * @memberof ringmaster.v1
             * @interface IAgentMessage
             * @augments ringmaster.v1.AgentMessage.$Properties
             * @deprecated Use ringmaster.v1.AgentMessage.$Properties instead.
             */

            /**
             * Narrowed shape of an AgentMessage.
             * @typedef {{
             *   seq?: number|null;
             *   hello?: ringmaster.v1.Hello.$Shape|null;
             *   heartbeat?: ringmaster.v1.Heartbeat.$Shape|null;
             *   rankEvent?: ringmaster.v1.RankEvent.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; heartbeat?: null; rankEvent?: null }|{ body?: "hello"; hello: ringmaster.v1.Hello.$Shape; heartbeat?: null; rankEvent?: null }|{ body?: "heartbeat"; hello?: null; heartbeat: ringmaster.v1.Heartbeat.$Shape; rankEvent?: null }|{ body?: "rankEvent"; hello?: null; heartbeat?: null; rankEvent: ringmaster.v1.RankEvent.$Shape })
             * )} ringmaster.v1.AgentMessage.$Shape
             */

            /**
             * Constructs a new AgentMessage.
             * @memberof ringmaster.v1
             * @classdesc Represents an AgentMessage.
             * @constructor
             * @param {ringmaster.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentMessage seq.
             * @member {number} seq
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.seq = 0;

            /**
             * AgentMessage hello.
             * @member {ringmaster.v1.Hello.$Properties|null|undefined} hello
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.hello = null;

            /**
             * AgentMessage heartbeat.
             * @member {ringmaster.v1.Heartbeat.$Properties|null|undefined} heartbeat
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.heartbeat = null;

            /**
             * AgentMessage rankEvent.
             * @member {ringmaster.v1.RankEvent.$Properties|null|undefined} rankEvent
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.rankEvent = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * AgentMessage body.
             * @member {"hello"|"heartbeat"|"rankEvent"|undefined} body
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             */
            $Object.defineProperty(AgentMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "heartbeat", "rankEvent"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {ringmaster.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.AgentMessage} AgentMessage instance
             * @type {{
             *   (properties: ringmaster.v1.AgentMessage.$Shape): ringmaster.v1.AgentMessage & ringmaster.v1.AgentMessage.$Shape;
             *   (properties?: ringmaster.v1.AgentMessage.$Properties): ringmaster.v1.AgentMessage;
             * }}
             */
            AgentMessage.create = function(properties) {
                return new AgentMessage(properties);
            };

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link ringmaster.v1.AgentMessage.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {ringmaster.v1.AgentMessage.$Properties} message AgentMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.seq);
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.ringmaster.v1.Hello.encode(message.hello, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.ringmaster.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.rankEvent != null && $Object.hasOwnProperty.call(message, "rankEvent"))
                    $root.ringmaster.v1.RankEvent.encode(message.rankEvent, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.AgentMessage & ringmaster.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.AgentMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.ringmaster.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.ringmaster.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.body = "heartbeat";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.rankEvent = $root.ringmaster.v1.RankEvent.decode(reader, reader.size(), $undefined, _depth + 1, message.rankEvent);
                            message.body = "rankEvent";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an AgentMessage message.
             * @function verify
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AgentMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq))
                        return "seq: integer expected";
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Hello.verify(message.hello, _depth + 1);
                        if (error)
                            return "hello." + error;
                    }
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Heartbeat.verify(message.heartbeat, _depth + 1);
                        if (error)
                            return "heartbeat." + error;
                    }
                }
                if (message.rankEvent != null && $Object.hasOwnProperty.call(message, "rankEvent")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.RankEvent.verify(message.rankEvent, _depth + 1);
                        if (error)
                            return "rankEvent." + error;
                    }
                }
                return null;
            };

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.AgentMessage} AgentMessage
             */
            AgentMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.AgentMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.AgentMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.AgentMessage();
                if (object.seq != null)
                    if ($Number(object.seq) !== 0)
                        message.seq = object.seq >>> 0;
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".ringmaster.v1.AgentMessage.hello: object expected");
                    message.hello = $root.ringmaster.v1.Hello.fromObject(object.hello, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".ringmaster.v1.AgentMessage.heartbeat: object expected");
                    message.heartbeat = $root.ringmaster.v1.Heartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.rankEvent != null) {
                    if (!$util.isObject(object.rankEvent))
                        throw $TypeError(".ringmaster.v1.AgentMessage.rankEvent: object expected");
                    message.rankEvent = $root.ringmaster.v1.RankEvent.fromObject(object.rankEvent, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {ringmaster.v1.AgentMessage} message AgentMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.seq = 0;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    object.seq = message.seq;
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.ringmaster.v1.Hello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "hello";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.ringmaster.v1.Heartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "heartbeat";
                }
                if (message.rankEvent != null && $Object.hasOwnProperty.call(message, "rankEvent")) {
                    object.rankEvent = $root.ringmaster.v1.RankEvent.toObject(message.rankEvent, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "rankEvent";
                }
                return object;
            };

            /**
             * Converts this AgentMessage to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.AgentMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentMessage.prototype.toJSON = function() {
                return AgentMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for AgentMessage
             * @function getTypeUrl
             * @memberof ringmaster.v1.AgentMessage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            AgentMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.AgentMessage";
            };

            return AgentMessage;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} ringmaster.v1.Hello.$Properties
             * @property {string|null} [agentId] Hello agentId
             * @property {string|null} [name] Hello name
             * @property {string|null} [host] Hello host
             * @property {string|null} [version] Hello version
             * @property {number|null} [protocol] Hello protocol
             * @property {number|null} [highestEpochSeen] Hello highestEpochSeen
             * @property {Array.<ringmaster.v1.Slot.$Properties>|null} [slots] Hello slots
             * @property {Array.<ringmaster.v1.RunningRank.$Properties>|null} [running] Hello running
             * @property {string|null} [engine] Hello engine
             * @property {Array.<string>|null} [dataSets] Hello dataSets
             * @property {boolean|null} [draining] Hello draining
             * @property {string|null} [probeAddress] Hello probeAddress
             * @property {boolean|null} [allowCode] Hello allowCode
             * @property {Array.<ringmaster.v1.Delivery.$Properties>|null} [deliveries] Hello deliveries
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof ringmaster.v1
             * @interface IHello
             * @augments ringmaster.v1.Hello.$Properties
             * @deprecated Use ringmaster.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {ringmaster.v1.Hello.$Properties} ringmaster.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof ringmaster.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {ringmaster.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                this.slots = [];
                this.running = [];
                this.dataSets = [];
                this.deliveries = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello agentId.
             * @member {string} agentId
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.agentId = "";

            /**
             * Hello name.
             * @member {string} name
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.name = "";

            /**
             * Hello host.
             * @member {string} host
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.host = "";

            /**
             * Hello version.
             * @member {string} version
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.version = "";

            /**
             * Hello protocol.
             * @member {number} protocol
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.protocol = 0;

            /**
             * Hello highestEpochSeen.
             * @member {number} highestEpochSeen
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.highestEpochSeen = 0;

            /**
             * Hello slots.
             * @member {Array.<ringmaster.v1.Slot.$Properties>} slots
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.slots = $util.emptyArray;

            /**
             * Hello running.
             * @member {Array.<ringmaster.v1.RunningRank.$Properties>} running
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.running = $util.emptyArray;

            /**
             * Hello engine.
             * @member {string} engine
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.engine = "";

            /**
             * Hello dataSets.
             * @member {Array.<string>} dataSets
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.dataSets = $util.emptyArray;

            /**
             * Hello draining.
             * @member {boolean} draining
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.draining = false;

            /**
             * Hello probeAddress.
             * @member {string} probeAddress
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.probeAddress = "";

            /**
             * Hello allowCode.
             * @member {boolean} allowCode
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.allowCode = false;

            /**
             * Hello deliveries.
             * @member {Array.<ringmaster.v1.Delivery.$Properties>} deliveries
             * @memberof ringmaster.v1.Hello
             * @instance
             */
            Hello.prototype.deliveries = $util.emptyArray;

            /**
             * Creates a new Hello instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {ringmaster.v1.Hello.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Hello} Hello instance
             * @type {{
             *   (properties: ringmaster.v1.Hello.$Shape): ringmaster.v1.Hello & ringmaster.v1.Hello.$Shape;
             *   (properties?: ringmaster.v1.Hello.$Properties): ringmaster.v1.Hello;
             * }}
             */
            Hello.create = function(properties) {
                return new Hello(properties);
            };

            /**
             * Encodes the specified Hello message. Does not implicitly {@link ringmaster.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {ringmaster.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId") && message.agentId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.agentId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.host);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.version);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.protocol);
                if (message.highestEpochSeen != null && $Object.hasOwnProperty.call(message, "highestEpochSeen") && message.highestEpochSeen !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.highestEpochSeen);
                if (message.slots != null && message.slots.length)
                    for (let i = 0; i < message.slots.length; ++i)
                        $root.ringmaster.v1.Slot.encode(message.slots[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.running != null && message.running.length)
                    for (let i = 0; i < message.running.length; ++i)
                        $root.ringmaster.v1.RunningRank.encode(message.running[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.engine != null && $Object.hasOwnProperty.call(message, "engine") && message.engine !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.engine);
                if (message.dataSets != null && message.dataSets.length)
                    for (let i = 0; i < message.dataSets.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.dataSets[i]);
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining") && message.draining !== false)
                    writer.uint32(/* id 11, wireType 0 =*/88).bool(message.draining);
                if (message.probeAddress != null && $Object.hasOwnProperty.call(message, "probeAddress") && message.probeAddress !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.probeAddress);
                if (message.allowCode != null && $Object.hasOwnProperty.call(message, "allowCode") && message.allowCode !== false)
                    writer.uint32(/* id 13, wireType 0 =*/104).bool(message.allowCode);
                if (message.deliveries != null && message.deliveries.length)
                    for (let i = 0; i < message.deliveries.length; ++i)
                        $root.ringmaster.v1.Delivery.encode(message.deliveries[i], writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Hello & ringmaster.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentId = value;
                            else
                                delete message.agentId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.host = value;
                            else
                                delete message.host;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.highestEpochSeen = value;
                            else
                                delete message.highestEpochSeen;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.slots && message.slots.length))
                                message.slots = [];
                            message.slots.push($root.ringmaster.v1.Slot.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.running && message.running.length))
                                message.running = [];
                            message.running.push($root.ringmaster.v1.RunningRank.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.engine = value;
                            else
                                delete message.engine;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dataSets && message.dataSets.length))
                                message.dataSets = [];
                            message.dataSets.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.draining = value;
                            else
                                delete message.draining;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.probeAddress = value;
                            else
                                delete message.probeAddress;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.allowCode = value;
                            else
                                delete message.allowCode;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deliveries && message.deliveries.length))
                                message.deliveries = [];
                            message.deliveries.push($root.ringmaster.v1.Delivery.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Hello message.
             * @function verify
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Hello.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    if (!$util.isString(message.agentId))
                        return "agentId: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                    if (!$util.isString(message.host))
                        return "host: string expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isString(message.version))
                        return "version: string expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isInteger(message.protocol))
                        return "protocol: integer expected";
                if (message.highestEpochSeen != null && $Object.hasOwnProperty.call(message, "highestEpochSeen"))
                    if (!$util.isInteger(message.highestEpochSeen))
                        return "highestEpochSeen: integer expected";
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots")) {
                    if (!$Array.isArray(message.slots))
                        return "slots: array expected";
                    for (let i = 0; i < message.slots.length; ++i) {
                        let error = $root.ringmaster.v1.Slot.verify(message.slots[i], _depth + 1);
                        if (error)
                            return "slots." + error;
                    }
                }
                if (message.running != null && $Object.hasOwnProperty.call(message, "running")) {
                    if (!$Array.isArray(message.running))
                        return "running: array expected";
                    for (let i = 0; i < message.running.length; ++i) {
                        let error = $root.ringmaster.v1.RunningRank.verify(message.running[i], _depth + 1);
                        if (error)
                            return "running." + error;
                    }
                }
                if (message.engine != null && $Object.hasOwnProperty.call(message, "engine"))
                    if (!$util.isString(message.engine))
                        return "engine: string expected";
                if (message.dataSets != null && $Object.hasOwnProperty.call(message, "dataSets")) {
                    if (!$Array.isArray(message.dataSets))
                        return "dataSets: array expected";
                    for (let i = 0; i < message.dataSets.length; ++i)
                        if (!$util.isString(message.dataSets[i]))
                            return "dataSets: string[] expected";
                }
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining"))
                    if (typeof message.draining !== "boolean")
                        return "draining: boolean expected";
                if (message.probeAddress != null && $Object.hasOwnProperty.call(message, "probeAddress"))
                    if (!$util.isString(message.probeAddress))
                        return "probeAddress: string expected";
                if (message.allowCode != null && $Object.hasOwnProperty.call(message, "allowCode"))
                    if (typeof message.allowCode !== "boolean")
                        return "allowCode: boolean expected";
                if (message.deliveries != null && $Object.hasOwnProperty.call(message, "deliveries")) {
                    if (!$Array.isArray(message.deliveries))
                        return "deliveries: array expected";
                    for (let i = 0; i < message.deliveries.length; ++i) {
                        let error = $root.ringmaster.v1.Delivery.verify(message.deliveries[i], _depth + 1);
                        if (error)
                            return "deliveries." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Hello();
                if (object.agentId != null)
                    if (typeof object.agentId !== "string" || object.agentId.length)
                        message.agentId = $String(object.agentId);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.host != null)
                    if (typeof object.host !== "string" || object.host.length)
                        message.host = $String(object.host);
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                if (object.highestEpochSeen != null)
                    if ($Number(object.highestEpochSeen) !== 0)
                        message.highestEpochSeen = object.highestEpochSeen >>> 0;
                if (object.slots) {
                    if (!$Array.isArray(object.slots))
                        throw $TypeError(".ringmaster.v1.Hello.slots: array expected");
                    message.slots = $Array(object.slots.length);
                    for (let i = 0; i < object.slots.length; ++i) {
                        if (!$util.isObject(object.slots[i]))
                            throw $TypeError(".ringmaster.v1.Hello.slots: object expected");
                        message.slots[i] = $root.ringmaster.v1.Slot.fromObject(object.slots[i], _depth + 1);
                    }
                }
                if (object.running) {
                    if (!$Array.isArray(object.running))
                        throw $TypeError(".ringmaster.v1.Hello.running: array expected");
                    message.running = $Array(object.running.length);
                    for (let i = 0; i < object.running.length; ++i) {
                        if (!$util.isObject(object.running[i]))
                            throw $TypeError(".ringmaster.v1.Hello.running: object expected");
                        message.running[i] = $root.ringmaster.v1.RunningRank.fromObject(object.running[i], _depth + 1);
                    }
                }
                if (object.engine != null)
                    if (typeof object.engine !== "string" || object.engine.length)
                        message.engine = $String(object.engine);
                if (object.dataSets) {
                    if (!$Array.isArray(object.dataSets))
                        throw $TypeError(".ringmaster.v1.Hello.dataSets: array expected");
                    message.dataSets = $Array(object.dataSets.length);
                    for (let i = 0; i < object.dataSets.length; ++i)
                        message.dataSets[i] = $String(object.dataSets[i]);
                }
                if (object.draining != null)
                    if (object.draining)
                        message.draining = $Boolean(object.draining);
                if (object.probeAddress != null)
                    if (typeof object.probeAddress !== "string" || object.probeAddress.length)
                        message.probeAddress = $String(object.probeAddress);
                if (object.allowCode != null)
                    if (object.allowCode)
                        message.allowCode = $Boolean(object.allowCode);
                if (object.deliveries) {
                    if (!$Array.isArray(object.deliveries))
                        throw $TypeError(".ringmaster.v1.Hello.deliveries: array expected");
                    message.deliveries = $Array(object.deliveries.length);
                    for (let i = 0; i < object.deliveries.length; ++i) {
                        if (!$util.isObject(object.deliveries[i]))
                            throw $TypeError(".ringmaster.v1.Hello.deliveries: object expected");
                        message.deliveries[i] = $root.ringmaster.v1.Delivery.fromObject(object.deliveries[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {ringmaster.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.slots = [];
                    object.running = [];
                    object.dataSets = [];
                    object.deliveries = [];
                }
                if (options.defaults) {
                    object.agentId = "";
                    object.name = "";
                    object.host = "";
                    object.version = "";
                    object.protocol = 0;
                    object.highestEpochSeen = 0;
                    object.engine = "";
                    object.draining = false;
                    object.probeAddress = "";
                    object.allowCode = false;
                }
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    object.agentId = message.agentId;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                    object.host = message.host;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                if (message.highestEpochSeen != null && $Object.hasOwnProperty.call(message, "highestEpochSeen"))
                    object.highestEpochSeen = message.highestEpochSeen;
                if (message.slots && message.slots.length) {
                    object.slots = $Array(message.slots.length);
                    for (let j = 0; j < message.slots.length; ++j)
                        object.slots[j] = $root.ringmaster.v1.Slot.toObject(message.slots[j], options, _depth + 1);
                }
                if (message.running && message.running.length) {
                    object.running = $Array(message.running.length);
                    for (let j = 0; j < message.running.length; ++j)
                        object.running[j] = $root.ringmaster.v1.RunningRank.toObject(message.running[j], options, _depth + 1);
                }
                if (message.engine != null && $Object.hasOwnProperty.call(message, "engine"))
                    object.engine = message.engine;
                if (message.dataSets && message.dataSets.length) {
                    object.dataSets = $Array(message.dataSets.length);
                    for (let j = 0; j < message.dataSets.length; ++j)
                        object.dataSets[j] = message.dataSets[j];
                }
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining"))
                    object.draining = message.draining;
                if (message.probeAddress != null && $Object.hasOwnProperty.call(message, "probeAddress"))
                    object.probeAddress = message.probeAddress;
                if (message.allowCode != null && $Object.hasOwnProperty.call(message, "allowCode"))
                    object.allowCode = message.allowCode;
                if (message.deliveries && message.deliveries.length) {
                    object.deliveries = $Array(message.deliveries.length);
                    for (let j = 0; j < message.deliveries.length; ++j)
                        object.deliveries[j] = $root.ringmaster.v1.Delivery.toObject(message.deliveries[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Hello
             * @function getTypeUrl
             * @memberof ringmaster.v1.Hello
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Hello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Hello";
            };

            return Hello;
        })();

        v1.Slot = (function() {

            /**
             * Properties of a Slot.
             * @typedef {Object} ringmaster.v1.Slot.$Properties
             * @property {number|null} [slot] Slot slot
             * @property {string|null} [device] Slot device
             * @property {number|null} [cpuThreads] Slot cpuThreads
             * @property {number|null} [memoryBytes] Slot memoryBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Slot.
             * @memberof ringmaster.v1
             * @interface ISlot
             * @augments ringmaster.v1.Slot.$Properties
             * @deprecated Use ringmaster.v1.Slot.$Properties instead.
             */

            /**
             * Shape of a Slot.
             * @typedef {ringmaster.v1.Slot.$Properties} ringmaster.v1.Slot.$Shape
             */

            /**
             * Constructs a new Slot.
             * @memberof ringmaster.v1
             * @classdesc Represents a Slot.
             * @constructor
             * @param {ringmaster.v1.Slot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Slot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Slot slot.
             * @member {number} slot
             * @memberof ringmaster.v1.Slot
             * @instance
             */
            Slot.prototype.slot = 0;

            /**
             * Slot device.
             * @member {string} device
             * @memberof ringmaster.v1.Slot
             * @instance
             */
            Slot.prototype.device = "";

            /**
             * Slot cpuThreads.
             * @member {number} cpuThreads
             * @memberof ringmaster.v1.Slot
             * @instance
             */
            Slot.prototype.cpuThreads = 0;

            /**
             * Slot memoryBytes.
             * @member {number} memoryBytes
             * @memberof ringmaster.v1.Slot
             * @instance
             */
            Slot.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Slot instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {ringmaster.v1.Slot.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Slot} Slot instance
             * @type {{
             *   (properties: ringmaster.v1.Slot.$Shape): ringmaster.v1.Slot & ringmaster.v1.Slot.$Shape;
             *   (properties?: ringmaster.v1.Slot.$Properties): ringmaster.v1.Slot;
             * }}
             */
            Slot.create = function(properties) {
                return new Slot(properties);
            };

            /**
             * Encodes the specified Slot message. Does not implicitly {@link ringmaster.v1.Slot.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {ringmaster.v1.Slot.$Properties} message Slot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Slot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slot);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.device);
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads") && message.cpuThreads !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.cpuThreads);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.memoryBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Slot message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Slot & ringmaster.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Slot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Slot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cpuThreads = value;
                            else
                                delete message.cpuThreads;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Slot message.
             * @function verify
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Slot.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    if (!$util.isInteger(message.slot))
                        return "slot: integer expected";
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    if (!$util.isString(message.device))
                        return "device: string expected";
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads"))
                    if (!$util.isInteger(message.cpuThreads))
                        return "cpuThreads: integer expected";
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    if (!$util.isInteger(message.memoryBytes) && !(message.memoryBytes && $util.isInteger(message.memoryBytes.low) && $util.isInteger(message.memoryBytes.high)))
                        return "memoryBytes: integer|Long expected";
                return null;
            };

            /**
             * Creates a Slot message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Slot} Slot
             */
            Slot.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Slot)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Slot: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Slot();
                if (object.slot != null)
                    if ($Number(object.slot) !== 0)
                        message.slot = object.slot >>> 0;
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                if (object.cpuThreads != null)
                    if ($Number(object.cpuThreads) !== 0)
                        message.cpuThreads = object.cpuThreads >>> 0;
                if (object.memoryBytes != null)
                    if (typeof object.memoryBytes === "object" ? object.memoryBytes.low || object.memoryBytes.high : $Number(object.memoryBytes) !== 0)
                        if ($util.Long)
                            message.memoryBytes = $util.Long.fromValue(object.memoryBytes, true);
                        else if (typeof object.memoryBytes === "string")
                            message.memoryBytes = $parseInt(object.memoryBytes, 10);
                        else if (typeof object.memoryBytes === "number")
                            message.memoryBytes = object.memoryBytes;
                        else if (typeof object.memoryBytes === "object")
                            message.memoryBytes = new $util.LongBits(object.memoryBytes.low >>> 0, object.memoryBytes.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Slot message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {ringmaster.v1.Slot} message Slot
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Slot.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.slot = 0;
                    object.device = "";
                    object.cpuThreads = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.memoryBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.memoryBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    object.slot = message.slot;
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads"))
                    object.cpuThreads = message.cpuThreads;
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.memoryBytes = typeof message.memoryBytes === "number" ? $BigInt(message.memoryBytes) : $util.Long.fromBits(message.memoryBytes.low >>> 0, message.memoryBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.memoryBytes === "number")
                        object.memoryBytes = options.longs === $String ? $String(message.memoryBytes) : message.memoryBytes;
                    else
                        object.memoryBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.memoryBytes) : options.longs === $Number ? new $util.LongBits(message.memoryBytes.low >>> 0, message.memoryBytes.high >>> 0).toNumber(true) : message.memoryBytes;
                return object;
            };

            /**
             * Converts this Slot to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Slot
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Slot.prototype.toJSON = function() {
                return Slot.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Slot
             * @function getTypeUrl
             * @memberof ringmaster.v1.Slot
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Slot.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Slot";
            };

            return Slot;
        })();

        v1.RunningRank = (function() {

            /**
             * Properties of a RunningRank.
             * @typedef {Object} ringmaster.v1.RunningRank.$Properties
             * @property {string|null} [jobId] RunningRank jobId
             * @property {number|null} [attempt] RunningRank attempt
             * @property {number|null} [rank] RunningRank rank
             * @property {number|null} [slot] RunningRank slot
             * @property {number|null} [pid] RunningRank pid
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] RunningRank generation
             * @property {number|null} [step] RunningRank step
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RunningRank.
             * @memberof ringmaster.v1
             * @interface IRunningRank
             * @augments ringmaster.v1.RunningRank.$Properties
             * @deprecated Use ringmaster.v1.RunningRank.$Properties instead.
             */

            /**
             * Shape of a RunningRank.
             * @typedef {ringmaster.v1.RunningRank.$Properties} ringmaster.v1.RunningRank.$Shape
             */

            /**
             * Constructs a new RunningRank.
             * @memberof ringmaster.v1
             * @classdesc Represents a RunningRank.
             * @constructor
             * @param {ringmaster.v1.RunningRank.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RunningRank = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RunningRank jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.jobId = "";

            /**
             * RunningRank attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.attempt = 0;

            /**
             * RunningRank rank.
             * @member {number} rank
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.rank = 0;

            /**
             * RunningRank slot.
             * @member {number} slot
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.slot = 0;

            /**
             * RunningRank pid.
             * @member {number} pid
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.pid = 0;

            /**
             * RunningRank generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.generation = null;

            /**
             * RunningRank step.
             * @member {number} step
             * @memberof ringmaster.v1.RunningRank
             * @instance
             */
            RunningRank.prototype.step = 0;

            /**
             * Creates a new RunningRank instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {ringmaster.v1.RunningRank.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RunningRank} RunningRank instance
             * @type {{
             *   (properties: ringmaster.v1.RunningRank.$Shape): ringmaster.v1.RunningRank & ringmaster.v1.RunningRank.$Shape;
             *   (properties?: ringmaster.v1.RunningRank.$Properties): ringmaster.v1.RunningRank;
             * }}
             */
            RunningRank.create = function(properties) {
                return new RunningRank(properties);
            };

            /**
             * Encodes the specified RunningRank message. Does not implicitly {@link ringmaster.v1.RunningRank.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {ringmaster.v1.RunningRank.$Properties} message RunningRank message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RunningRank.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.rank);
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.slot);
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.pid);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RunningRank message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RunningRank & ringmaster.v1.RunningRank.$Shape} RunningRank
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RunningRank.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RunningRank();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pid = value;
                            else
                                delete message.pid;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RunningRank message.
             * @function verify
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RunningRank.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    if (!$util.isInteger(message.slot))
                        return "slot: integer expected";
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                    if (!$util.isInteger(message.pid))
                        return "pid: integer expected";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                return null;
            };

            /**
             * Creates a RunningRank message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RunningRank} RunningRank
             */
            RunningRank.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RunningRank)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RunningRank: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RunningRank();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.slot != null)
                    if ($Number(object.slot) !== 0)
                        message.slot = object.slot >>> 0;
                if (object.pid != null)
                    if ($Number(object.pid) !== 0)
                        message.pid = object.pid >>> 0;
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.RunningRank.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RunningRank message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {ringmaster.v1.RunningRank} message RunningRank
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RunningRank.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.rank = 0;
                    object.slot = 0;
                    object.pid = 0;
                    object.generation = null;
                    object.step = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    object.slot = message.slot;
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                    object.pid = message.pid;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                return object;
            };

            /**
             * Converts this RunningRank to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RunningRank
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RunningRank.prototype.toJSON = function() {
                return RunningRank.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RunningRank
             * @function getTypeUrl
             * @memberof ringmaster.v1.RunningRank
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RunningRank.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RunningRank";
            };

            return RunningRank;
        })();

        v1.Heartbeat = (function() {

            /**
             * Properties of a Heartbeat.
             * @typedef {Object} ringmaster.v1.Heartbeat.$Properties
             * @property {number|null} [warmTrainers] Heartbeat warmTrainers
             * @property {Array.<number>|null} [busySlots] Heartbeat busySlots
             * @property {number|null} [freeMemoryBytes] Heartbeat freeMemoryBytes
             * @property {number|null} [promisedMemoryBytes] Heartbeat promisedMemoryBytes
             * @property {boolean|null} [draining] Heartbeat draining
             * @property {Array.<ringmaster.v1.Unreachable.$Properties>|null} [unreachable] Heartbeat unreachable
             * @property {Array.<ringmaster.v1.Delivery.$Properties>|null} [deliveries] Heartbeat deliveries
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heartbeat.
             * @memberof ringmaster.v1
             * @interface IHeartbeat
             * @augments ringmaster.v1.Heartbeat.$Properties
             * @deprecated Use ringmaster.v1.Heartbeat.$Properties instead.
             */

            /**
             * Shape of a Heartbeat.
             * @typedef {ringmaster.v1.Heartbeat.$Properties} ringmaster.v1.Heartbeat.$Shape
             */

            /**
             * Constructs a new Heartbeat.
             * @memberof ringmaster.v1
             * @classdesc Represents a Heartbeat.
             * @constructor
             * @param {ringmaster.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heartbeat = function (properties) {
                this.busySlots = [];
                this.unreachable = [];
                this.deliveries = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Heartbeat warmTrainers.
             * @member {number} warmTrainers
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.warmTrainers = 0;

            /**
             * Heartbeat busySlots.
             * @member {Array.<number>} busySlots
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.busySlots = $util.emptyArray;

            /**
             * Heartbeat freeMemoryBytes.
             * @member {number} freeMemoryBytes
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.freeMemoryBytes = 0;

            /**
             * Heartbeat promisedMemoryBytes.
             * @member {number} promisedMemoryBytes
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.promisedMemoryBytes = 0;

            /**
             * Heartbeat draining.
             * @member {boolean} draining
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.draining = false;

            /**
             * Heartbeat unreachable.
             * @member {Array.<ringmaster.v1.Unreachable.$Properties>} unreachable
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.unreachable = $util.emptyArray;

            /**
             * Heartbeat deliveries.
             * @member {Array.<ringmaster.v1.Delivery.$Properties>} deliveries
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.deliveries = $util.emptyArray;

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {ringmaster.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Heartbeat} Heartbeat instance
             * @type {{
             *   (properties: ringmaster.v1.Heartbeat.$Shape): ringmaster.v1.Heartbeat & ringmaster.v1.Heartbeat.$Shape;
             *   (properties?: ringmaster.v1.Heartbeat.$Properties): ringmaster.v1.Heartbeat;
             * }}
             */
            Heartbeat.create = function(properties) {
                return new Heartbeat(properties);
            };

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link ringmaster.v1.Heartbeat.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {ringmaster.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.warmTrainers != null && $Object.hasOwnProperty.call(message, "warmTrainers") && message.warmTrainers !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.warmTrainers);
                if (message.busySlots != null && message.busySlots.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.busySlots);
                if (message.freeMemoryBytes != null && $Object.hasOwnProperty.call(message, "freeMemoryBytes") && !$Object.is(message.freeMemoryBytes, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.freeMemoryBytes);
                if (message.promisedMemoryBytes != null && $Object.hasOwnProperty.call(message, "promisedMemoryBytes") && !$Object.is(message.promisedMemoryBytes, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.promisedMemoryBytes);
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining") && message.draining !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.draining);
                if (message.unreachable != null && message.unreachable.length)
                    for (let i = 0; i < message.unreachable.length; ++i)
                        $root.ringmaster.v1.Unreachable.encode(message.unreachable[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.deliveries != null && message.deliveries.length)
                    for (let i = 0; i < message.deliveries.length; ++i)
                        $root.ringmaster.v1.Delivery.encode(message.deliveries[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Heartbeat & ringmaster.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.warmTrainers = value;
                            else
                                delete message.warmTrainers;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.busySlots && message.busySlots.length))
                                    message.busySlots = [];
                                reader.uint32s(message.busySlots);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.busySlots && message.busySlots.length))
                                message.busySlots = [];
                            message.busySlots.push(reader.uint32());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.freeMemoryBytes = value;
                            else
                                delete message.freeMemoryBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.promisedMemoryBytes = value;
                            else
                                delete message.promisedMemoryBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.draining = value;
                            else
                                delete message.draining;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.unreachable && message.unreachable.length))
                                message.unreachable = [];
                            message.unreachable.push($root.ringmaster.v1.Unreachable.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deliveries && message.deliveries.length))
                                message.deliveries = [];
                            message.deliveries.push($root.ringmaster.v1.Delivery.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Heartbeat message.
             * @function verify
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Heartbeat.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.warmTrainers != null && $Object.hasOwnProperty.call(message, "warmTrainers"))
                    if (!$util.isInteger(message.warmTrainers))
                        return "warmTrainers: integer expected";
                if (message.busySlots != null && $Object.hasOwnProperty.call(message, "busySlots")) {
                    if (!$Array.isArray(message.busySlots))
                        return "busySlots: array expected";
                    for (let i = 0; i < message.busySlots.length; ++i)
                        if (!$util.isInteger(message.busySlots[i]))
                            return "busySlots: integer[] expected";
                }
                if (message.freeMemoryBytes != null && $Object.hasOwnProperty.call(message, "freeMemoryBytes"))
                    if (typeof message.freeMemoryBytes !== "number")
                        return "freeMemoryBytes: number expected";
                if (message.promisedMemoryBytes != null && $Object.hasOwnProperty.call(message, "promisedMemoryBytes"))
                    if (typeof message.promisedMemoryBytes !== "number")
                        return "promisedMemoryBytes: number expected";
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining"))
                    if (typeof message.draining !== "boolean")
                        return "draining: boolean expected";
                if (message.unreachable != null && $Object.hasOwnProperty.call(message, "unreachable")) {
                    if (!$Array.isArray(message.unreachable))
                        return "unreachable: array expected";
                    for (let i = 0; i < message.unreachable.length; ++i) {
                        let error = $root.ringmaster.v1.Unreachable.verify(message.unreachable[i], _depth + 1);
                        if (error)
                            return "unreachable." + error;
                    }
                }
                if (message.deliveries != null && $Object.hasOwnProperty.call(message, "deliveries")) {
                    if (!$Array.isArray(message.deliveries))
                        return "deliveries: array expected";
                    for (let i = 0; i < message.deliveries.length; ++i) {
                        let error = $root.ringmaster.v1.Delivery.verify(message.deliveries[i], _depth + 1);
                        if (error)
                            return "deliveries." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Heartbeat} Heartbeat
             */
            Heartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Heartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Heartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Heartbeat();
                if (object.warmTrainers != null)
                    if ($Number(object.warmTrainers) !== 0)
                        message.warmTrainers = object.warmTrainers >>> 0;
                if (object.busySlots) {
                    if (!$Array.isArray(object.busySlots))
                        throw $TypeError(".ringmaster.v1.Heartbeat.busySlots: array expected");
                    message.busySlots = $Array(object.busySlots.length);
                    for (let i = 0; i < object.busySlots.length; ++i)
                        message.busySlots[i] = object.busySlots[i] >>> 0;
                }
                if (object.freeMemoryBytes != null)
                    if (!$Object.is($Number(object.freeMemoryBytes), 0))
                        message.freeMemoryBytes = $Number(object.freeMemoryBytes);
                if (object.promisedMemoryBytes != null)
                    if (!$Object.is($Number(object.promisedMemoryBytes), 0))
                        message.promisedMemoryBytes = $Number(object.promisedMemoryBytes);
                if (object.draining != null)
                    if (object.draining)
                        message.draining = $Boolean(object.draining);
                if (object.unreachable) {
                    if (!$Array.isArray(object.unreachable))
                        throw $TypeError(".ringmaster.v1.Heartbeat.unreachable: array expected");
                    message.unreachable = $Array(object.unreachable.length);
                    for (let i = 0; i < object.unreachable.length; ++i) {
                        if (!$util.isObject(object.unreachable[i]))
                            throw $TypeError(".ringmaster.v1.Heartbeat.unreachable: object expected");
                        message.unreachable[i] = $root.ringmaster.v1.Unreachable.fromObject(object.unreachable[i], _depth + 1);
                    }
                }
                if (object.deliveries) {
                    if (!$Array.isArray(object.deliveries))
                        throw $TypeError(".ringmaster.v1.Heartbeat.deliveries: array expected");
                    message.deliveries = $Array(object.deliveries.length);
                    for (let i = 0; i < object.deliveries.length; ++i) {
                        if (!$util.isObject(object.deliveries[i]))
                            throw $TypeError(".ringmaster.v1.Heartbeat.deliveries: object expected");
                        message.deliveries[i] = $root.ringmaster.v1.Delivery.fromObject(object.deliveries[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {ringmaster.v1.Heartbeat} message Heartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Heartbeat.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.busySlots = [];
                    object.unreachable = [];
                    object.deliveries = [];
                }
                if (options.defaults) {
                    object.warmTrainers = 0;
                    object.freeMemoryBytes = 0;
                    object.promisedMemoryBytes = 0;
                    object.draining = false;
                }
                if (message.warmTrainers != null && $Object.hasOwnProperty.call(message, "warmTrainers"))
                    object.warmTrainers = message.warmTrainers;
                if (message.busySlots && message.busySlots.length) {
                    object.busySlots = $Array(message.busySlots.length);
                    for (let j = 0; j < message.busySlots.length; ++j)
                        object.busySlots[j] = message.busySlots[j];
                }
                if (message.freeMemoryBytes != null && $Object.hasOwnProperty.call(message, "freeMemoryBytes"))
                    object.freeMemoryBytes = options.json && !$isFinite(message.freeMemoryBytes) ? $String(message.freeMemoryBytes) : message.freeMemoryBytes;
                if (message.promisedMemoryBytes != null && $Object.hasOwnProperty.call(message, "promisedMemoryBytes"))
                    object.promisedMemoryBytes = options.json && !$isFinite(message.promisedMemoryBytes) ? $String(message.promisedMemoryBytes) : message.promisedMemoryBytes;
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining"))
                    object.draining = message.draining;
                if (message.unreachable && message.unreachable.length) {
                    object.unreachable = $Array(message.unreachable.length);
                    for (let j = 0; j < message.unreachable.length; ++j)
                        object.unreachable[j] = $root.ringmaster.v1.Unreachable.toObject(message.unreachable[j], options, _depth + 1);
                }
                if (message.deliveries && message.deliveries.length) {
                    object.deliveries = $Array(message.deliveries.length);
                    for (let j = 0; j < message.deliveries.length; ++j)
                        object.deliveries[j] = $root.ringmaster.v1.Delivery.toObject(message.deliveries[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Heartbeat to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Heartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Heartbeat.prototype.toJSON = function() {
                return Heartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Heartbeat
             * @function getTypeUrl
             * @memberof ringmaster.v1.Heartbeat
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Heartbeat.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Heartbeat";
            };

            return Heartbeat;
        })();

        v1.Delivery = (function() {

            /**
             * Properties of a Delivery.
             * @typedef {Object} ringmaster.v1.Delivery.$Properties
             * @property {string|null} [jobId] Delivery jobId
             * @property {number|null} [attempt] Delivery attempt
             * @property {number|null} [rank] Delivery rank
             * @property {number|null} [step] Delivery step
             * @property {number|null} [bytes] Delivery bytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Delivery.
             * @memberof ringmaster.v1
             * @interface IDelivery
             * @augments ringmaster.v1.Delivery.$Properties
             * @deprecated Use ringmaster.v1.Delivery.$Properties instead.
             */

            /**
             * Shape of a Delivery.
             * @typedef {ringmaster.v1.Delivery.$Properties} ringmaster.v1.Delivery.$Shape
             */

            /**
             * Constructs a new Delivery.
             * @memberof ringmaster.v1
             * @classdesc Represents a Delivery.
             * @constructor
             * @param {ringmaster.v1.Delivery.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Delivery = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Delivery jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.Delivery
             * @instance
             */
            Delivery.prototype.jobId = "";

            /**
             * Delivery attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.Delivery
             * @instance
             */
            Delivery.prototype.attempt = 0;

            /**
             * Delivery rank.
             * @member {number} rank
             * @memberof ringmaster.v1.Delivery
             * @instance
             */
            Delivery.prototype.rank = 0;

            /**
             * Delivery step.
             * @member {number} step
             * @memberof ringmaster.v1.Delivery
             * @instance
             */
            Delivery.prototype.step = 0;

            /**
             * Delivery bytes.
             * @member {number} bytes
             * @memberof ringmaster.v1.Delivery
             * @instance
             */
            Delivery.prototype.bytes = 0;

            /**
             * Creates a new Delivery instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {ringmaster.v1.Delivery.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Delivery} Delivery instance
             * @type {{
             *   (properties: ringmaster.v1.Delivery.$Shape): ringmaster.v1.Delivery & ringmaster.v1.Delivery.$Shape;
             *   (properties?: ringmaster.v1.Delivery.$Properties): ringmaster.v1.Delivery;
             * }}
             */
            Delivery.create = function(properties) {
                return new Delivery(properties);
            };

            /**
             * Encodes the specified Delivery message. Does not implicitly {@link ringmaster.v1.Delivery.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {ringmaster.v1.Delivery.$Properties} message Delivery message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Delivery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.rank);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.step);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Delivery message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Delivery & ringmaster.v1.Delivery.$Shape} Delivery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Delivery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Delivery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Delivery message.
             * @function verify
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Delivery.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    if (typeof message.bytes !== "number")
                        return "bytes: number expected";
                return null;
            };

            /**
             * Creates a Delivery message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Delivery} Delivery
             */
            Delivery.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Delivery)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Delivery: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Delivery();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.bytes != null)
                    if (!$Object.is($Number(object.bytes), 0))
                        message.bytes = $Number(object.bytes);
                return message;
            };

            /**
             * Creates a plain object from a Delivery message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {ringmaster.v1.Delivery} message Delivery
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Delivery.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.rank = 0;
                    object.step = 0;
                    object.bytes = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    object.bytes = options.json && !$isFinite(message.bytes) ? $String(message.bytes) : message.bytes;
                return object;
            };

            /**
             * Converts this Delivery to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Delivery
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Delivery.prototype.toJSON = function() {
                return Delivery.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Delivery
             * @function getTypeUrl
             * @memberof ringmaster.v1.Delivery
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Delivery.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Delivery";
            };

            return Delivery;
        })();

        v1.Unreachable = (function() {

            /**
             * Properties of an Unreachable.
             * @typedef {Object} ringmaster.v1.Unreachable.$Properties
             * @property {string|null} [agentId] Unreachable agentId
             * @property {string|null} [address] Unreachable address
             * @property {string|null} [why] Unreachable why
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Unreachable.
             * @memberof ringmaster.v1
             * @interface IUnreachable
             * @augments ringmaster.v1.Unreachable.$Properties
             * @deprecated Use ringmaster.v1.Unreachable.$Properties instead.
             */

            /**
             * Shape of an Unreachable.
             * @typedef {ringmaster.v1.Unreachable.$Properties} ringmaster.v1.Unreachable.$Shape
             */

            /**
             * Constructs a new Unreachable.
             * @memberof ringmaster.v1
             * @classdesc Represents an Unreachable.
             * @constructor
             * @param {ringmaster.v1.Unreachable.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Unreachable = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Unreachable agentId.
             * @member {string} agentId
             * @memberof ringmaster.v1.Unreachable
             * @instance
             */
            Unreachable.prototype.agentId = "";

            /**
             * Unreachable address.
             * @member {string} address
             * @memberof ringmaster.v1.Unreachable
             * @instance
             */
            Unreachable.prototype.address = "";

            /**
             * Unreachable why.
             * @member {string} why
             * @memberof ringmaster.v1.Unreachable
             * @instance
             */
            Unreachable.prototype.why = "";

            /**
             * Creates a new Unreachable instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {ringmaster.v1.Unreachable.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Unreachable} Unreachable instance
             * @type {{
             *   (properties: ringmaster.v1.Unreachable.$Shape): ringmaster.v1.Unreachable & ringmaster.v1.Unreachable.$Shape;
             *   (properties?: ringmaster.v1.Unreachable.$Properties): ringmaster.v1.Unreachable;
             * }}
             */
            Unreachable.create = function(properties) {
                return new Unreachable(properties);
            };

            /**
             * Encodes the specified Unreachable message. Does not implicitly {@link ringmaster.v1.Unreachable.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {ringmaster.v1.Unreachable.$Properties} message Unreachable message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Unreachable.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId") && message.agentId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.agentId);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
                if (message.why != null && $Object.hasOwnProperty.call(message, "why") && message.why !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.why);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Unreachable message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Unreachable & ringmaster.v1.Unreachable.$Shape} Unreachable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Unreachable.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Unreachable();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentId = value;
                            else
                                delete message.agentId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.why = value;
                            else
                                delete message.why;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Unreachable message.
             * @function verify
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Unreachable.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    if (!$util.isString(message.agentId))
                        return "agentId: string expected";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    if (!$util.isString(message.address))
                        return "address: string expected";
                if (message.why != null && $Object.hasOwnProperty.call(message, "why"))
                    if (!$util.isString(message.why))
                        return "why: string expected";
                return null;
            };

            /**
             * Creates an Unreachable message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Unreachable} Unreachable
             */
            Unreachable.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Unreachable)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Unreachable: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Unreachable();
                if (object.agentId != null)
                    if (typeof object.agentId !== "string" || object.agentId.length)
                        message.agentId = $String(object.agentId);
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                if (object.why != null)
                    if (typeof object.why !== "string" || object.why.length)
                        message.why = $String(object.why);
                return message;
            };

            /**
             * Creates a plain object from an Unreachable message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {ringmaster.v1.Unreachable} message Unreachable
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Unreachable.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.agentId = "";
                    object.address = "";
                    object.why = "";
                }
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    object.agentId = message.agentId;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                if (message.why != null && $Object.hasOwnProperty.call(message, "why"))
                    object.why = message.why;
                return object;
            };

            /**
             * Converts this Unreachable to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Unreachable
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Unreachable.prototype.toJSON = function() {
                return Unreachable.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Unreachable
             * @function getTypeUrl
             * @memberof ringmaster.v1.Unreachable
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Unreachable.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Unreachable";
            };

            return Unreachable;
        })();

        v1.Generation = (function() {

            /**
             * Properties of a Generation.
             * @typedef {Object} ringmaster.v1.Generation.$Properties
             * @property {number|null} [epoch] Generation epoch
             * @property {number|null} [n] Generation n
             * @property {string|null} [nonce] Generation nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Generation.
             * @memberof ringmaster.v1
             * @interface IGeneration
             * @augments ringmaster.v1.Generation.$Properties
             * @deprecated Use ringmaster.v1.Generation.$Properties instead.
             */

            /**
             * Shape of a Generation.
             * @typedef {ringmaster.v1.Generation.$Properties} ringmaster.v1.Generation.$Shape
             */

            /**
             * Constructs a new Generation.
             * @memberof ringmaster.v1
             * @classdesc Represents a Generation.
             * @constructor
             * @param {ringmaster.v1.Generation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Generation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Generation epoch.
             * @member {number} epoch
             * @memberof ringmaster.v1.Generation
             * @instance
             */
            Generation.prototype.epoch = 0;

            /**
             * Generation n.
             * @member {number} n
             * @memberof ringmaster.v1.Generation
             * @instance
             */
            Generation.prototype.n = 0;

            /**
             * Generation nonce.
             * @member {string} nonce
             * @memberof ringmaster.v1.Generation
             * @instance
             */
            Generation.prototype.nonce = "";

            /**
             * Creates a new Generation instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {ringmaster.v1.Generation.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Generation} Generation instance
             * @type {{
             *   (properties: ringmaster.v1.Generation.$Shape): ringmaster.v1.Generation & ringmaster.v1.Generation.$Shape;
             *   (properties?: ringmaster.v1.Generation.$Properties): ringmaster.v1.Generation;
             * }}
             */
            Generation.create = function(properties) {
                return new Generation(properties);
            };

            /**
             * Encodes the specified Generation message. Does not implicitly {@link ringmaster.v1.Generation.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {ringmaster.v1.Generation.$Properties} message Generation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Generation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.epoch);
                if (message.n != null && $Object.hasOwnProperty.call(message, "n") && message.n !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.n);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Generation message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Generation & ringmaster.v1.Generation.$Shape} Generation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Generation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Generation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Generation message.
             * @function verify
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Generation.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    if (!$util.isInteger(message.epoch))
                        return "epoch: integer expected";
                if (message.n != null && $Object.hasOwnProperty.call(message, "n"))
                    if (!$util.isInteger(message.n))
                        return "n: integer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isString(message.nonce))
                        return "nonce: string expected";
                return null;
            };

            /**
             * Creates a Generation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Generation} Generation
             */
            Generation.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Generation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Generation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Generation();
                if (object.epoch != null)
                    if ($Number(object.epoch) !== 0)
                        message.epoch = object.epoch >>> 0;
                if (object.n != null)
                    if ($Number(object.n) !== 0)
                        message.n = object.n >>> 0;
                if (object.nonce != null)
                    if (typeof object.nonce !== "string" || object.nonce.length)
                        message.nonce = $String(object.nonce);
                return message;
            };

            /**
             * Creates a plain object from a Generation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {ringmaster.v1.Generation} message Generation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Generation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.epoch = 0;
                    object.n = 0;
                    object.nonce = "";
                }
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    object.epoch = message.epoch;
                if (message.n != null && $Object.hasOwnProperty.call(message, "n"))
                    object.n = message.n;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = message.nonce;
                return object;
            };

            /**
             * Converts this Generation to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Generation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Generation.prototype.toJSON = function() {
                return Generation.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Generation
             * @function getTypeUrl
             * @memberof ringmaster.v1.Generation
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Generation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Generation";
            };

            return Generation;
        })();

        v1.RankEvent = (function() {

            /**
             * Properties of a RankEvent.
             * @typedef {Object} ringmaster.v1.RankEvent.$Properties
             * @property {string|null} [jobId] RankEvent jobId
             * @property {number|null} [attempt] RankEvent attempt
             * @property {number|null} [rank] RankEvent rank
             * @property {ringmaster.v1.RankReady.$Properties|null} [ready] RankEvent ready
             * @property {ringmaster.v1.RankRunning.$Properties|null} [running] RankEvent running
             * @property {ringmaster.v1.RankProgress.$Properties|null} [progress] RankEvent progress
             * @property {ringmaster.v1.RankLog.$Properties|null} [log] RankEvent log
             * @property {ringmaster.v1.RankCheckpoint.$Properties|null} [checkpoint] RankEvent checkpoint
             * @property {ringmaster.v1.RankFinished.$Properties|null} [finished] RankEvent finished
             * @property {ringmaster.v1.RankFailed.$Properties|null} [failed] RankEvent failed
             * @property {ringmaster.v1.RankMetrics.$Properties|null} [metrics] RankEvent metrics
             * @property {ringmaster.v1.RankAudit.$Properties|null} [audit] RankEvent audit
             * @property {ringmaster.v1.RankSealed.$Properties|null} [sealed] RankEvent sealed
             * @property {ringmaster.v1.RankRegrouped.$Properties|null} [regrouped] RankEvent regrouped
             * @property {ringmaster.v1.RankLeft.$Properties|null} [left] RankEvent left
             * @property {ringmaster.v1.RankDraining.$Properties|null} [draining] RankEvent draining
             * @property {"ready"|"running"|"progress"|"log"|"checkpoint"|"finished"|"failed"|"metrics"|"audit"|"sealed"|"regrouped"|"left"|"draining"} [event] RankEvent event
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankEvent.
             * @memberof ringmaster.v1
             * @interface IRankEvent
             * @augments ringmaster.v1.RankEvent.$Properties
             * @deprecated Use ringmaster.v1.RankEvent.$Properties instead.
             */

            /**
             * Narrowed shape of a RankEvent.
             * @typedef {{
             *   jobId?: string|null;
             *   attempt?: number|null;
             *   rank?: number|null;
             *   ready?: ringmaster.v1.RankReady.$Shape|null;
             *   running?: ringmaster.v1.RankRunning.$Shape|null;
             *   progress?: ringmaster.v1.RankProgress.$Shape|null;
             *   log?: ringmaster.v1.RankLog.$Shape|null;
             *   checkpoint?: ringmaster.v1.RankCheckpoint.$Shape|null;
             *   finished?: ringmaster.v1.RankFinished.$Shape|null;
             *   failed?: ringmaster.v1.RankFailed.$Shape|null;
             *   metrics?: ringmaster.v1.RankMetrics.$Shape|null;
             *   audit?: ringmaster.v1.RankAudit.$Shape|null;
             *   sealed?: ringmaster.v1.RankSealed.$Shape|null;
             *   regrouped?: ringmaster.v1.RankRegrouped.$Shape|null;
             *   left?: ringmaster.v1.RankLeft.$Shape|null;
             *   draining?: ringmaster.v1.RankDraining.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ event?: undefined; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "ready"; ready: ringmaster.v1.RankReady.$Shape; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "running"; ready?: null; running: ringmaster.v1.RankRunning.$Shape; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "progress"; ready?: null; running?: null; progress: ringmaster.v1.RankProgress.$Shape; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "log"; ready?: null; running?: null; progress?: null; log: ringmaster.v1.RankLog.$Shape; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "checkpoint"; ready?: null; running?: null; progress?: null; log?: null; checkpoint: ringmaster.v1.RankCheckpoint.$Shape; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "finished"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished: ringmaster.v1.RankFinished.$Shape; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "failed"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed: ringmaster.v1.RankFailed.$Shape; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "metrics"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics: ringmaster.v1.RankMetrics.$Shape; audit?: null; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "audit"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit: ringmaster.v1.RankAudit.$Shape; sealed?: null; regrouped?: null; left?: null; draining?: null }|{ event?: "sealed"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed: ringmaster.v1.RankSealed.$Shape; regrouped?: null; left?: null; draining?: null }|{ event?: "regrouped"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped: ringmaster.v1.RankRegrouped.$Shape; left?: null; draining?: null }|{ event?: "left"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left: ringmaster.v1.RankLeft.$Shape; draining?: null }|{ event?: "draining"; ready?: null; running?: null; progress?: null; log?: null; checkpoint?: null; finished?: null; failed?: null; metrics?: null; audit?: null; sealed?: null; regrouped?: null; left?: null; draining: ringmaster.v1.RankDraining.$Shape })
             * )} ringmaster.v1.RankEvent.$Shape
             */

            /**
             * Constructs a new RankEvent.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankEvent.
             * @constructor
             * @param {ringmaster.v1.RankEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankEvent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankEvent jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.jobId = "";

            /**
             * RankEvent attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.attempt = 0;

            /**
             * RankEvent rank.
             * @member {number} rank
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.rank = 0;

            /**
             * RankEvent ready.
             * @member {ringmaster.v1.RankReady.$Properties|null|undefined} ready
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.ready = null;

            /**
             * RankEvent running.
             * @member {ringmaster.v1.RankRunning.$Properties|null|undefined} running
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.running = null;

            /**
             * RankEvent progress.
             * @member {ringmaster.v1.RankProgress.$Properties|null|undefined} progress
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.progress = null;

            /**
             * RankEvent log.
             * @member {ringmaster.v1.RankLog.$Properties|null|undefined} log
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.log = null;

            /**
             * RankEvent checkpoint.
             * @member {ringmaster.v1.RankCheckpoint.$Properties|null|undefined} checkpoint
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.checkpoint = null;

            /**
             * RankEvent finished.
             * @member {ringmaster.v1.RankFinished.$Properties|null|undefined} finished
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.finished = null;

            /**
             * RankEvent failed.
             * @member {ringmaster.v1.RankFailed.$Properties|null|undefined} failed
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.failed = null;

            /**
             * RankEvent metrics.
             * @member {ringmaster.v1.RankMetrics.$Properties|null|undefined} metrics
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.metrics = null;

            /**
             * RankEvent audit.
             * @member {ringmaster.v1.RankAudit.$Properties|null|undefined} audit
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.audit = null;

            /**
             * RankEvent sealed.
             * @member {ringmaster.v1.RankSealed.$Properties|null|undefined} sealed
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.sealed = null;

            /**
             * RankEvent regrouped.
             * @member {ringmaster.v1.RankRegrouped.$Properties|null|undefined} regrouped
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.regrouped = null;

            /**
             * RankEvent left.
             * @member {ringmaster.v1.RankLeft.$Properties|null|undefined} left
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.left = null;

            /**
             * RankEvent draining.
             * @member {ringmaster.v1.RankDraining.$Properties|null|undefined} draining
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            RankEvent.prototype.draining = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * RankEvent event.
             * @member {"ready"|"running"|"progress"|"log"|"checkpoint"|"finished"|"failed"|"metrics"|"audit"|"sealed"|"regrouped"|"left"|"draining"|undefined} event
             * @memberof ringmaster.v1.RankEvent
             * @instance
             */
            $Object.defineProperty(RankEvent.prototype, "event", {
                get: $util.oneOfGetter($oneOfFields = ["ready", "running", "progress", "log", "checkpoint", "finished", "failed", "metrics", "audit", "sealed", "regrouped", "left", "draining"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new RankEvent instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {ringmaster.v1.RankEvent.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankEvent} RankEvent instance
             * @type {{
             *   (properties: ringmaster.v1.RankEvent.$Shape): ringmaster.v1.RankEvent & ringmaster.v1.RankEvent.$Shape;
             *   (properties?: ringmaster.v1.RankEvent.$Properties): ringmaster.v1.RankEvent;
             * }}
             */
            RankEvent.create = function(properties) {
                return new RankEvent(properties);
            };

            /**
             * Encodes the specified RankEvent message. Does not implicitly {@link ringmaster.v1.RankEvent.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {ringmaster.v1.RankEvent.$Properties} message RankEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.rank);
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready"))
                    $root.ringmaster.v1.RankReady.encode(message.ready, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.running != null && $Object.hasOwnProperty.call(message, "running"))
                    $root.ringmaster.v1.RankRunning.encode(message.running, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                    $root.ringmaster.v1.RankProgress.encode(message.progress, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.log != null && $Object.hasOwnProperty.call(message, "log"))
                    $root.ringmaster.v1.RankLog.encode(message.log, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                    $root.ringmaster.v1.RankCheckpoint.encode(message.checkpoint, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished"))
                    $root.ringmaster.v1.RankFinished.encode(message.finished, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed"))
                    $root.ringmaster.v1.RankFailed.encode(message.failed, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.metrics != null && $Object.hasOwnProperty.call(message, "metrics"))
                    $root.ringmaster.v1.RankMetrics.encode(message.metrics, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed"))
                    $root.ringmaster.v1.RankSealed.encode(message.sealed, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.regrouped != null && $Object.hasOwnProperty.call(message, "regrouped"))
                    $root.ringmaster.v1.RankRegrouped.encode(message.regrouped, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.left != null && $Object.hasOwnProperty.call(message, "left"))
                    $root.ringmaster.v1.RankLeft.encode(message.left, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining"))
                    $root.ringmaster.v1.RankDraining.encode(message.draining, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
                    $root.ringmaster.v1.RankAudit.encode(message.audit, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankEvent message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankEvent & ringmaster.v1.RankEvent.$Shape} RankEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.ready = $root.ringmaster.v1.RankReady.decode(reader, reader.size(), $undefined, _depth + 1, message.ready);
                            message.event = "ready";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.running = $root.ringmaster.v1.RankRunning.decode(reader, reader.size(), $undefined, _depth + 1, message.running);
                            message.event = "running";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.progress = $root.ringmaster.v1.RankProgress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                            message.event = "progress";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.log = $root.ringmaster.v1.RankLog.decode(reader, reader.size(), $undefined, _depth + 1, message.log);
                            message.event = "log";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.checkpoint = $root.ringmaster.v1.RankCheckpoint.decode(reader, reader.size(), $undefined, _depth + 1, message.checkpoint);
                            message.event = "checkpoint";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.finished = $root.ringmaster.v1.RankFinished.decode(reader, reader.size(), $undefined, _depth + 1, message.finished);
                            message.event = "finished";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.failed = $root.ringmaster.v1.RankFailed.decode(reader, reader.size(), $undefined, _depth + 1, message.failed);
                            message.event = "failed";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.metrics = $root.ringmaster.v1.RankMetrics.decode(reader, reader.size(), $undefined, _depth + 1, message.metrics);
                            message.event = "metrics";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.audit = $root.ringmaster.v1.RankAudit.decode(reader, reader.size(), $undefined, _depth + 1, message.audit);
                            message.event = "audit";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.sealed = $root.ringmaster.v1.RankSealed.decode(reader, reader.size(), $undefined, _depth + 1, message.sealed);
                            message.event = "sealed";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.regrouped = $root.ringmaster.v1.RankRegrouped.decode(reader, reader.size(), $undefined, _depth + 1, message.regrouped);
                            message.event = "regrouped";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.left = $root.ringmaster.v1.RankLeft.decode(reader, reader.size(), $undefined, _depth + 1, message.left);
                            message.event = "left";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.draining = $root.ringmaster.v1.RankDraining.decode(reader, reader.size(), $undefined, _depth + 1, message.draining);
                            message.event = "draining";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankEvent message.
             * @function verify
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankEvent.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready")) {
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankReady.verify(message.ready, _depth + 1);
                        if (error)
                            return "ready." + error;
                    }
                }
                if (message.running != null && $Object.hasOwnProperty.call(message, "running")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankRunning.verify(message.running, _depth + 1);
                        if (error)
                            return "running." + error;
                    }
                }
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankProgress.verify(message.progress, _depth + 1);
                        if (error)
                            return "progress." + error;
                    }
                }
                if (message.log != null && $Object.hasOwnProperty.call(message, "log")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankLog.verify(message.log, _depth + 1);
                        if (error)
                            return "log." + error;
                    }
                }
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankCheckpoint.verify(message.checkpoint, _depth + 1);
                        if (error)
                            return "checkpoint." + error;
                    }
                }
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankFinished.verify(message.finished, _depth + 1);
                        if (error)
                            return "finished." + error;
                    }
                }
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankFailed.verify(message.failed, _depth + 1);
                        if (error)
                            return "failed." + error;
                    }
                }
                if (message.metrics != null && $Object.hasOwnProperty.call(message, "metrics")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankMetrics.verify(message.metrics, _depth + 1);
                        if (error)
                            return "metrics." + error;
                    }
                }
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankAudit.verify(message.audit, _depth + 1);
                        if (error)
                            return "audit." + error;
                    }
                }
                if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankSealed.verify(message.sealed, _depth + 1);
                        if (error)
                            return "sealed." + error;
                    }
                }
                if (message.regrouped != null && $Object.hasOwnProperty.call(message, "regrouped")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankRegrouped.verify(message.regrouped, _depth + 1);
                        if (error)
                            return "regrouped." + error;
                    }
                }
                if (message.left != null && $Object.hasOwnProperty.call(message, "left")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankLeft.verify(message.left, _depth + 1);
                        if (error)
                            return "left." + error;
                    }
                }
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining")) {
                    if (properties.event === 1)
                        return "event: multiple values";
                    properties.event = 1;
                    {
                        let error = $root.ringmaster.v1.RankDraining.verify(message.draining, _depth + 1);
                        if (error)
                            return "draining." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a RankEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankEvent} RankEvent
             */
            RankEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankEvent();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.ready != null) {
                    if (!$util.isObject(object.ready))
                        throw $TypeError(".ringmaster.v1.RankEvent.ready: object expected");
                    message.ready = $root.ringmaster.v1.RankReady.fromObject(object.ready, _depth + 1);
                }
                if (object.running != null) {
                    if (!$util.isObject(object.running))
                        throw $TypeError(".ringmaster.v1.RankEvent.running: object expected");
                    message.running = $root.ringmaster.v1.RankRunning.fromObject(object.running, _depth + 1);
                }
                if (object.progress != null) {
                    if (!$util.isObject(object.progress))
                        throw $TypeError(".ringmaster.v1.RankEvent.progress: object expected");
                    message.progress = $root.ringmaster.v1.RankProgress.fromObject(object.progress, _depth + 1);
                }
                if (object.log != null) {
                    if (!$util.isObject(object.log))
                        throw $TypeError(".ringmaster.v1.RankEvent.log: object expected");
                    message.log = $root.ringmaster.v1.RankLog.fromObject(object.log, _depth + 1);
                }
                if (object.checkpoint != null) {
                    if (!$util.isObject(object.checkpoint))
                        throw $TypeError(".ringmaster.v1.RankEvent.checkpoint: object expected");
                    message.checkpoint = $root.ringmaster.v1.RankCheckpoint.fromObject(object.checkpoint, _depth + 1);
                }
                if (object.finished != null) {
                    if (!$util.isObject(object.finished))
                        throw $TypeError(".ringmaster.v1.RankEvent.finished: object expected");
                    message.finished = $root.ringmaster.v1.RankFinished.fromObject(object.finished, _depth + 1);
                }
                if (object.failed != null) {
                    if (!$util.isObject(object.failed))
                        throw $TypeError(".ringmaster.v1.RankEvent.failed: object expected");
                    message.failed = $root.ringmaster.v1.RankFailed.fromObject(object.failed, _depth + 1);
                }
                if (object.metrics != null) {
                    if (!$util.isObject(object.metrics))
                        throw $TypeError(".ringmaster.v1.RankEvent.metrics: object expected");
                    message.metrics = $root.ringmaster.v1.RankMetrics.fromObject(object.metrics, _depth + 1);
                }
                if (object.audit != null) {
                    if (!$util.isObject(object.audit))
                        throw $TypeError(".ringmaster.v1.RankEvent.audit: object expected");
                    message.audit = $root.ringmaster.v1.RankAudit.fromObject(object.audit, _depth + 1);
                }
                if (object.sealed != null) {
                    if (!$util.isObject(object.sealed))
                        throw $TypeError(".ringmaster.v1.RankEvent.sealed: object expected");
                    message.sealed = $root.ringmaster.v1.RankSealed.fromObject(object.sealed, _depth + 1);
                }
                if (object.regrouped != null) {
                    if (!$util.isObject(object.regrouped))
                        throw $TypeError(".ringmaster.v1.RankEvent.regrouped: object expected");
                    message.regrouped = $root.ringmaster.v1.RankRegrouped.fromObject(object.regrouped, _depth + 1);
                }
                if (object.left != null) {
                    if (!$util.isObject(object.left))
                        throw $TypeError(".ringmaster.v1.RankEvent.left: object expected");
                    message.left = $root.ringmaster.v1.RankLeft.fromObject(object.left, _depth + 1);
                }
                if (object.draining != null) {
                    if (!$util.isObject(object.draining))
                        throw $TypeError(".ringmaster.v1.RankEvent.draining: object expected");
                    message.draining = $root.ringmaster.v1.RankDraining.fromObject(object.draining, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a RankEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {ringmaster.v1.RankEvent} message RankEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.rank = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready")) {
                    object.ready = $root.ringmaster.v1.RankReady.toObject(message.ready, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "ready";
                }
                if (message.running != null && $Object.hasOwnProperty.call(message, "running")) {
                    object.running = $root.ringmaster.v1.RankRunning.toObject(message.running, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "running";
                }
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                    object.progress = $root.ringmaster.v1.RankProgress.toObject(message.progress, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "progress";
                }
                if (message.log != null && $Object.hasOwnProperty.call(message, "log")) {
                    object.log = $root.ringmaster.v1.RankLog.toObject(message.log, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "log";
                }
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint")) {
                    object.checkpoint = $root.ringmaster.v1.RankCheckpoint.toObject(message.checkpoint, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "checkpoint";
                }
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished")) {
                    object.finished = $root.ringmaster.v1.RankFinished.toObject(message.finished, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "finished";
                }
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed")) {
                    object.failed = $root.ringmaster.v1.RankFailed.toObject(message.failed, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "failed";
                }
                if (message.metrics != null && $Object.hasOwnProperty.call(message, "metrics")) {
                    object.metrics = $root.ringmaster.v1.RankMetrics.toObject(message.metrics, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "metrics";
                }
                if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed")) {
                    object.sealed = $root.ringmaster.v1.RankSealed.toObject(message.sealed, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "sealed";
                }
                if (message.regrouped != null && $Object.hasOwnProperty.call(message, "regrouped")) {
                    object.regrouped = $root.ringmaster.v1.RankRegrouped.toObject(message.regrouped, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "regrouped";
                }
                if (message.left != null && $Object.hasOwnProperty.call(message, "left")) {
                    object.left = $root.ringmaster.v1.RankLeft.toObject(message.left, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "left";
                }
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining")) {
                    object.draining = $root.ringmaster.v1.RankDraining.toObject(message.draining, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "draining";
                }
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit")) {
                    object.audit = $root.ringmaster.v1.RankAudit.toObject(message.audit, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "audit";
                }
                return object;
            };

            /**
             * Converts this RankEvent to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankEvent.prototype.toJSON = function() {
                return RankEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankEvent
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankEvent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankEvent";
            };

            return RankEvent;
        })();

        v1.RankReady = (function() {

            /**
             * Properties of a RankReady.
             * @typedef {Object} ringmaster.v1.RankReady.$Properties
             * @property {string|null} [dataAddress] RankReady dataAddress
             * @property {number|null} [pid] RankReady pid
             * @property {string|null} [fingerprint] RankReady fingerprint
             * @property {boolean|null} [warm] RankReady warm
             * @property {string|null} [datasetHash] RankReady datasetHash
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankReady.
             * @memberof ringmaster.v1
             * @interface IRankReady
             * @augments ringmaster.v1.RankReady.$Properties
             * @deprecated Use ringmaster.v1.RankReady.$Properties instead.
             */

            /**
             * Shape of a RankReady.
             * @typedef {ringmaster.v1.RankReady.$Properties} ringmaster.v1.RankReady.$Shape
             */

            /**
             * Constructs a new RankReady.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankReady.
             * @constructor
             * @param {ringmaster.v1.RankReady.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankReady = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankReady dataAddress.
             * @member {string} dataAddress
             * @memberof ringmaster.v1.RankReady
             * @instance
             */
            RankReady.prototype.dataAddress = "";

            /**
             * RankReady pid.
             * @member {number} pid
             * @memberof ringmaster.v1.RankReady
             * @instance
             */
            RankReady.prototype.pid = 0;

            /**
             * RankReady fingerprint.
             * @member {string} fingerprint
             * @memberof ringmaster.v1.RankReady
             * @instance
             */
            RankReady.prototype.fingerprint = "";

            /**
             * RankReady warm.
             * @member {boolean} warm
             * @memberof ringmaster.v1.RankReady
             * @instance
             */
            RankReady.prototype.warm = false;

            /**
             * RankReady datasetHash.
             * @member {string} datasetHash
             * @memberof ringmaster.v1.RankReady
             * @instance
             */
            RankReady.prototype.datasetHash = "";

            /**
             * Creates a new RankReady instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {ringmaster.v1.RankReady.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankReady} RankReady instance
             * @type {{
             *   (properties: ringmaster.v1.RankReady.$Shape): ringmaster.v1.RankReady & ringmaster.v1.RankReady.$Shape;
             *   (properties?: ringmaster.v1.RankReady.$Properties): ringmaster.v1.RankReady;
             * }}
             */
            RankReady.create = function(properties) {
                return new RankReady(properties);
            };

            /**
             * Encodes the specified RankReady message. Does not implicitly {@link ringmaster.v1.RankReady.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {ringmaster.v1.RankReady.$Properties} message RankReady message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankReady.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress") && message.dataAddress !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.dataAddress);
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.pid);
                if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint") && message.fingerprint !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.fingerprint);
                if (message.warm != null && $Object.hasOwnProperty.call(message, "warm") && message.warm !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.warm);
                if (message.datasetHash != null && $Object.hasOwnProperty.call(message, "datasetHash") && message.datasetHash !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.datasetHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankReady message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankReady & ringmaster.v1.RankReady.$Shape} RankReady
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankReady.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankReady();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.dataAddress = value;
                            else
                                delete message.dataAddress;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pid = value;
                            else
                                delete message.pid;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fingerprint = value;
                            else
                                delete message.fingerprint;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.warm = value;
                            else
                                delete message.warm;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.datasetHash = value;
                            else
                                delete message.datasetHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankReady message.
             * @function verify
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankReady.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress"))
                    if (!$util.isString(message.dataAddress))
                        return "dataAddress: string expected";
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                    if (!$util.isInteger(message.pid))
                        return "pid: integer expected";
                if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint"))
                    if (!$util.isString(message.fingerprint))
                        return "fingerprint: string expected";
                if (message.warm != null && $Object.hasOwnProperty.call(message, "warm"))
                    if (typeof message.warm !== "boolean")
                        return "warm: boolean expected";
                if (message.datasetHash != null && $Object.hasOwnProperty.call(message, "datasetHash"))
                    if (!$util.isString(message.datasetHash))
                        return "datasetHash: string expected";
                return null;
            };

            /**
             * Creates a RankReady message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankReady} RankReady
             */
            RankReady.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankReady)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankReady: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankReady();
                if (object.dataAddress != null)
                    if (typeof object.dataAddress !== "string" || object.dataAddress.length)
                        message.dataAddress = $String(object.dataAddress);
                if (object.pid != null)
                    if ($Number(object.pid) !== 0)
                        message.pid = object.pid >>> 0;
                if (object.fingerprint != null)
                    if (typeof object.fingerprint !== "string" || object.fingerprint.length)
                        message.fingerprint = $String(object.fingerprint);
                if (object.warm != null)
                    if (object.warm)
                        message.warm = $Boolean(object.warm);
                if (object.datasetHash != null)
                    if (typeof object.datasetHash !== "string" || object.datasetHash.length)
                        message.datasetHash = $String(object.datasetHash);
                return message;
            };

            /**
             * Creates a plain object from a RankReady message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {ringmaster.v1.RankReady} message RankReady
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankReady.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.dataAddress = "";
                    object.pid = 0;
                    object.fingerprint = "";
                    object.warm = false;
                    object.datasetHash = "";
                }
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress"))
                    object.dataAddress = message.dataAddress;
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                    object.pid = message.pid;
                if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint"))
                    object.fingerprint = message.fingerprint;
                if (message.warm != null && $Object.hasOwnProperty.call(message, "warm"))
                    object.warm = message.warm;
                if (message.datasetHash != null && $Object.hasOwnProperty.call(message, "datasetHash"))
                    object.datasetHash = message.datasetHash;
                return object;
            };

            /**
             * Converts this RankReady to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankReady
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankReady.prototype.toJSON = function() {
                return RankReady.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankReady
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankReady
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankReady.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankReady";
            };

            return RankReady;
        })();

        v1.RankRunning = (function() {

            /**
             * Properties of a RankRunning.
             * @typedef {Object} ringmaster.v1.RankRunning.$Properties
             * @property {number|null} [step] RankRunning step
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankRunning.
             * @memberof ringmaster.v1
             * @interface IRankRunning
             * @augments ringmaster.v1.RankRunning.$Properties
             * @deprecated Use ringmaster.v1.RankRunning.$Properties instead.
             */

            /**
             * Shape of a RankRunning.
             * @typedef {ringmaster.v1.RankRunning.$Properties} ringmaster.v1.RankRunning.$Shape
             */

            /**
             * Constructs a new RankRunning.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankRunning.
             * @constructor
             * @param {ringmaster.v1.RankRunning.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankRunning = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankRunning step.
             * @member {number} step
             * @memberof ringmaster.v1.RankRunning
             * @instance
             */
            RankRunning.prototype.step = 0;

            /**
             * Creates a new RankRunning instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {ringmaster.v1.RankRunning.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankRunning} RankRunning instance
             * @type {{
             *   (properties: ringmaster.v1.RankRunning.$Shape): ringmaster.v1.RankRunning & ringmaster.v1.RankRunning.$Shape;
             *   (properties?: ringmaster.v1.RankRunning.$Properties): ringmaster.v1.RankRunning;
             * }}
             */
            RankRunning.create = function(properties) {
                return new RankRunning(properties);
            };

            /**
             * Encodes the specified RankRunning message. Does not implicitly {@link ringmaster.v1.RankRunning.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {ringmaster.v1.RankRunning.$Properties} message RankRunning message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankRunning.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankRunning message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankRunning & ringmaster.v1.RankRunning.$Shape} RankRunning
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankRunning.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankRunning();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankRunning message.
             * @function verify
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankRunning.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                return null;
            };

            /**
             * Creates a RankRunning message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankRunning} RankRunning
             */
            RankRunning.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankRunning)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankRunning: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankRunning();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RankRunning message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {ringmaster.v1.RankRunning} message RankRunning
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankRunning.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.step = 0;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                return object;
            };

            /**
             * Converts this RankRunning to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankRunning
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankRunning.prototype.toJSON = function() {
                return RankRunning.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankRunning
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankRunning
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankRunning.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankRunning";
            };

            return RankRunning;
        })();

        v1.RankProgress = (function() {

            /**
             * Properties of a RankProgress.
             * @typedef {Object} ringmaster.v1.RankProgress.$Properties
             * @property {string|null} [progressJson] RankProgress progressJson
             * @property {string|null} [timingsJson] RankProgress timingsJson
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankProgress.
             * @memberof ringmaster.v1
             * @interface IRankProgress
             * @augments ringmaster.v1.RankProgress.$Properties
             * @deprecated Use ringmaster.v1.RankProgress.$Properties instead.
             */

            /**
             * Shape of a RankProgress.
             * @typedef {ringmaster.v1.RankProgress.$Properties} ringmaster.v1.RankProgress.$Shape
             */

            /**
             * Constructs a new RankProgress.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankProgress.
             * @constructor
             * @param {ringmaster.v1.RankProgress.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankProgress = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankProgress progressJson.
             * @member {string} progressJson
             * @memberof ringmaster.v1.RankProgress
             * @instance
             */
            RankProgress.prototype.progressJson = "";

            /**
             * RankProgress timingsJson.
             * @member {string} timingsJson
             * @memberof ringmaster.v1.RankProgress
             * @instance
             */
            RankProgress.prototype.timingsJson = "";

            /**
             * Creates a new RankProgress instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {ringmaster.v1.RankProgress.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankProgress} RankProgress instance
             * @type {{
             *   (properties: ringmaster.v1.RankProgress.$Shape): ringmaster.v1.RankProgress & ringmaster.v1.RankProgress.$Shape;
             *   (properties?: ringmaster.v1.RankProgress.$Properties): ringmaster.v1.RankProgress;
             * }}
             */
            RankProgress.create = function(properties) {
                return new RankProgress(properties);
            };

            /**
             * Encodes the specified RankProgress message. Does not implicitly {@link ringmaster.v1.RankProgress.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {ringmaster.v1.RankProgress.$Properties} message RankProgress message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankProgress.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.progressJson != null && $Object.hasOwnProperty.call(message, "progressJson") && message.progressJson !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.progressJson);
                if (message.timingsJson != null && $Object.hasOwnProperty.call(message, "timingsJson") && message.timingsJson !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.timingsJson);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankProgress message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankProgress & ringmaster.v1.RankProgress.$Shape} RankProgress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankProgress.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankProgress();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.progressJson = value;
                            else
                                delete message.progressJson;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.timingsJson = value;
                            else
                                delete message.timingsJson;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankProgress message.
             * @function verify
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankProgress.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.progressJson != null && $Object.hasOwnProperty.call(message, "progressJson"))
                    if (!$util.isString(message.progressJson))
                        return "progressJson: string expected";
                if (message.timingsJson != null && $Object.hasOwnProperty.call(message, "timingsJson"))
                    if (!$util.isString(message.timingsJson))
                        return "timingsJson: string expected";
                return null;
            };

            /**
             * Creates a RankProgress message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankProgress} RankProgress
             */
            RankProgress.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankProgress)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankProgress: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankProgress();
                if (object.progressJson != null)
                    if (typeof object.progressJson !== "string" || object.progressJson.length)
                        message.progressJson = $String(object.progressJson);
                if (object.timingsJson != null)
                    if (typeof object.timingsJson !== "string" || object.timingsJson.length)
                        message.timingsJson = $String(object.timingsJson);
                return message;
            };

            /**
             * Creates a plain object from a RankProgress message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {ringmaster.v1.RankProgress} message RankProgress
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankProgress.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.progressJson = "";
                    object.timingsJson = "";
                }
                if (message.progressJson != null && $Object.hasOwnProperty.call(message, "progressJson"))
                    object.progressJson = message.progressJson;
                if (message.timingsJson != null && $Object.hasOwnProperty.call(message, "timingsJson"))
                    object.timingsJson = message.timingsJson;
                return object;
            };

            /**
             * Converts this RankProgress to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankProgress
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankProgress.prototype.toJSON = function() {
                return RankProgress.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankProgress
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankProgress
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankProgress.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankProgress";
            };

            return RankProgress;
        })();

        v1.RankMetrics = (function() {

            /**
             * Properties of a RankMetrics.
             * @typedef {Object} ringmaster.v1.RankMetrics.$Properties
             * @property {string|null} [lineJson] RankMetrics lineJson
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankMetrics.
             * @memberof ringmaster.v1
             * @interface IRankMetrics
             * @augments ringmaster.v1.RankMetrics.$Properties
             * @deprecated Use ringmaster.v1.RankMetrics.$Properties instead.
             */

            /**
             * Shape of a RankMetrics.
             * @typedef {ringmaster.v1.RankMetrics.$Properties} ringmaster.v1.RankMetrics.$Shape
             */

            /**
             * Constructs a new RankMetrics.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankMetrics.
             * @constructor
             * @param {ringmaster.v1.RankMetrics.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankMetrics = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankMetrics lineJson.
             * @member {string} lineJson
             * @memberof ringmaster.v1.RankMetrics
             * @instance
             */
            RankMetrics.prototype.lineJson = "";

            /**
             * Creates a new RankMetrics instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {ringmaster.v1.RankMetrics.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankMetrics} RankMetrics instance
             * @type {{
             *   (properties: ringmaster.v1.RankMetrics.$Shape): ringmaster.v1.RankMetrics & ringmaster.v1.RankMetrics.$Shape;
             *   (properties?: ringmaster.v1.RankMetrics.$Properties): ringmaster.v1.RankMetrics;
             * }}
             */
            RankMetrics.create = function(properties) {
                return new RankMetrics(properties);
            };

            /**
             * Encodes the specified RankMetrics message. Does not implicitly {@link ringmaster.v1.RankMetrics.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {ringmaster.v1.RankMetrics.$Properties} message RankMetrics message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankMetrics.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lineJson != null && $Object.hasOwnProperty.call(message, "lineJson") && message.lineJson !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.lineJson);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankMetrics message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankMetrics & ringmaster.v1.RankMetrics.$Shape} RankMetrics
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankMetrics.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankMetrics();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.lineJson = value;
                            else
                                delete message.lineJson;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankMetrics message.
             * @function verify
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankMetrics.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.lineJson != null && $Object.hasOwnProperty.call(message, "lineJson"))
                    if (!$util.isString(message.lineJson))
                        return "lineJson: string expected";
                return null;
            };

            /**
             * Creates a RankMetrics message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankMetrics} RankMetrics
             */
            RankMetrics.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankMetrics)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankMetrics: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankMetrics();
                if (object.lineJson != null)
                    if (typeof object.lineJson !== "string" || object.lineJson.length)
                        message.lineJson = $String(object.lineJson);
                return message;
            };

            /**
             * Creates a plain object from a RankMetrics message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {ringmaster.v1.RankMetrics} message RankMetrics
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankMetrics.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.lineJson = "";
                if (message.lineJson != null && $Object.hasOwnProperty.call(message, "lineJson"))
                    object.lineJson = message.lineJson;
                return object;
            };

            /**
             * Converts this RankMetrics to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankMetrics
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankMetrics.prototype.toJSON = function() {
                return RankMetrics.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankMetrics
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankMetrics
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankMetrics.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankMetrics";
            };

            return RankMetrics;
        })();

        v1.RankAudit = (function() {

            /**
             * Properties of a RankAudit.
             * @typedef {Object} ringmaster.v1.RankAudit.$Properties
             * @property {Array.<string>|null} [linesJson] RankAudit linesJson
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankAudit.
             * @memberof ringmaster.v1
             * @interface IRankAudit
             * @augments ringmaster.v1.RankAudit.$Properties
             * @deprecated Use ringmaster.v1.RankAudit.$Properties instead.
             */

            /**
             * Shape of a RankAudit.
             * @typedef {ringmaster.v1.RankAudit.$Properties} ringmaster.v1.RankAudit.$Shape
             */

            /**
             * Constructs a new RankAudit.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankAudit.
             * @constructor
             * @param {ringmaster.v1.RankAudit.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankAudit = function (properties) {
                this.linesJson = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankAudit linesJson.
             * @member {Array.<string>} linesJson
             * @memberof ringmaster.v1.RankAudit
             * @instance
             */
            RankAudit.prototype.linesJson = $util.emptyArray;

            /**
             * Creates a new RankAudit instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {ringmaster.v1.RankAudit.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankAudit} RankAudit instance
             * @type {{
             *   (properties: ringmaster.v1.RankAudit.$Shape): ringmaster.v1.RankAudit & ringmaster.v1.RankAudit.$Shape;
             *   (properties?: ringmaster.v1.RankAudit.$Properties): ringmaster.v1.RankAudit;
             * }}
             */
            RankAudit.create = function(properties) {
                return new RankAudit(properties);
            };

            /**
             * Encodes the specified RankAudit message. Does not implicitly {@link ringmaster.v1.RankAudit.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {ringmaster.v1.RankAudit.$Properties} message RankAudit message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankAudit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.linesJson != null && message.linesJson.length)
                    for (let i = 0; i < message.linesJson.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.linesJson[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankAudit message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankAudit & ringmaster.v1.RankAudit.$Shape} RankAudit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankAudit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankAudit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.linesJson && message.linesJson.length))
                                message.linesJson = [];
                            message.linesJson.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankAudit message.
             * @function verify
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankAudit.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.linesJson != null && $Object.hasOwnProperty.call(message, "linesJson")) {
                    if (!$Array.isArray(message.linesJson))
                        return "linesJson: array expected";
                    for (let i = 0; i < message.linesJson.length; ++i)
                        if (!$util.isString(message.linesJson[i]))
                            return "linesJson: string[] expected";
                }
                return null;
            };

            /**
             * Creates a RankAudit message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankAudit} RankAudit
             */
            RankAudit.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankAudit)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankAudit: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankAudit();
                if (object.linesJson) {
                    if (!$Array.isArray(object.linesJson))
                        throw $TypeError(".ringmaster.v1.RankAudit.linesJson: array expected");
                    message.linesJson = $Array(object.linesJson.length);
                    for (let i = 0; i < object.linesJson.length; ++i)
                        message.linesJson[i] = $String(object.linesJson[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a RankAudit message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {ringmaster.v1.RankAudit} message RankAudit
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankAudit.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.linesJson = [];
                if (message.linesJson && message.linesJson.length) {
                    object.linesJson = $Array(message.linesJson.length);
                    for (let j = 0; j < message.linesJson.length; ++j)
                        object.linesJson[j] = message.linesJson[j];
                }
                return object;
            };

            /**
             * Converts this RankAudit to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankAudit
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankAudit.prototype.toJSON = function() {
                return RankAudit.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankAudit
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankAudit
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankAudit.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankAudit";
            };

            return RankAudit;
        })();

        v1.RankLog = (function() {

            /**
             * Properties of a RankLog.
             * @typedef {Object} ringmaster.v1.RankLog.$Properties
             * @property {Array.<string>|null} [linesJson] RankLog linesJson
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankLog.
             * @memberof ringmaster.v1
             * @interface IRankLog
             * @augments ringmaster.v1.RankLog.$Properties
             * @deprecated Use ringmaster.v1.RankLog.$Properties instead.
             */

            /**
             * Shape of a RankLog.
             * @typedef {ringmaster.v1.RankLog.$Properties} ringmaster.v1.RankLog.$Shape
             */

            /**
             * Constructs a new RankLog.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankLog.
             * @constructor
             * @param {ringmaster.v1.RankLog.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankLog = function (properties) {
                this.linesJson = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankLog linesJson.
             * @member {Array.<string>} linesJson
             * @memberof ringmaster.v1.RankLog
             * @instance
             */
            RankLog.prototype.linesJson = $util.emptyArray;

            /**
             * Creates a new RankLog instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {ringmaster.v1.RankLog.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankLog} RankLog instance
             * @type {{
             *   (properties: ringmaster.v1.RankLog.$Shape): ringmaster.v1.RankLog & ringmaster.v1.RankLog.$Shape;
             *   (properties?: ringmaster.v1.RankLog.$Properties): ringmaster.v1.RankLog;
             * }}
             */
            RankLog.create = function(properties) {
                return new RankLog(properties);
            };

            /**
             * Encodes the specified RankLog message. Does not implicitly {@link ringmaster.v1.RankLog.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {ringmaster.v1.RankLog.$Properties} message RankLog message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankLog.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.linesJson != null && message.linesJson.length)
                    for (let i = 0; i < message.linesJson.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.linesJson[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankLog message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankLog & ringmaster.v1.RankLog.$Shape} RankLog
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankLog.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankLog();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.linesJson && message.linesJson.length))
                                message.linesJson = [];
                            message.linesJson.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankLog message.
             * @function verify
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankLog.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.linesJson != null && $Object.hasOwnProperty.call(message, "linesJson")) {
                    if (!$Array.isArray(message.linesJson))
                        return "linesJson: array expected";
                    for (let i = 0; i < message.linesJson.length; ++i)
                        if (!$util.isString(message.linesJson[i]))
                            return "linesJson: string[] expected";
                }
                return null;
            };

            /**
             * Creates a RankLog message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankLog} RankLog
             */
            RankLog.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankLog)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankLog: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankLog();
                if (object.linesJson) {
                    if (!$Array.isArray(object.linesJson))
                        throw $TypeError(".ringmaster.v1.RankLog.linesJson: array expected");
                    message.linesJson = $Array(object.linesJson.length);
                    for (let i = 0; i < object.linesJson.length; ++i)
                        message.linesJson[i] = $String(object.linesJson[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a RankLog message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {ringmaster.v1.RankLog} message RankLog
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankLog.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.linesJson = [];
                if (message.linesJson && message.linesJson.length) {
                    object.linesJson = $Array(message.linesJson.length);
                    for (let j = 0; j < message.linesJson.length; ++j)
                        object.linesJson[j] = message.linesJson[j];
                }
                return object;
            };

            /**
             * Converts this RankLog to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankLog
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankLog.prototype.toJSON = function() {
                return RankLog.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankLog
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankLog
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankLog.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankLog";
            };

            return RankLog;
        })();

        v1.RankCheckpoint = (function() {

            /**
             * Properties of a RankCheckpoint.
             * @typedef {Object} ringmaster.v1.RankCheckpoint.$Properties
             * @property {number|null} [step] RankCheckpoint step
             * @property {string|null} [manifestSha256] RankCheckpoint manifestSha256
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankCheckpoint.
             * @memberof ringmaster.v1
             * @interface IRankCheckpoint
             * @augments ringmaster.v1.RankCheckpoint.$Properties
             * @deprecated Use ringmaster.v1.RankCheckpoint.$Properties instead.
             */

            /**
             * Shape of a RankCheckpoint.
             * @typedef {ringmaster.v1.RankCheckpoint.$Properties} ringmaster.v1.RankCheckpoint.$Shape
             */

            /**
             * Constructs a new RankCheckpoint.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankCheckpoint.
             * @constructor
             * @param {ringmaster.v1.RankCheckpoint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankCheckpoint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankCheckpoint step.
             * @member {number} step
             * @memberof ringmaster.v1.RankCheckpoint
             * @instance
             */
            RankCheckpoint.prototype.step = 0;

            /**
             * RankCheckpoint manifestSha256.
             * @member {string} manifestSha256
             * @memberof ringmaster.v1.RankCheckpoint
             * @instance
             */
            RankCheckpoint.prototype.manifestSha256 = "";

            /**
             * Creates a new RankCheckpoint instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {ringmaster.v1.RankCheckpoint.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankCheckpoint} RankCheckpoint instance
             * @type {{
             *   (properties: ringmaster.v1.RankCheckpoint.$Shape): ringmaster.v1.RankCheckpoint & ringmaster.v1.RankCheckpoint.$Shape;
             *   (properties?: ringmaster.v1.RankCheckpoint.$Properties): ringmaster.v1.RankCheckpoint;
             * }}
             */
            RankCheckpoint.create = function(properties) {
                return new RankCheckpoint(properties);
            };

            /**
             * Encodes the specified RankCheckpoint message. Does not implicitly {@link ringmaster.v1.RankCheckpoint.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {ringmaster.v1.RankCheckpoint.$Properties} message RankCheckpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankCheckpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.manifestSha256 != null && $Object.hasOwnProperty.call(message, "manifestSha256") && message.manifestSha256 !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.manifestSha256);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankCheckpoint message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankCheckpoint & ringmaster.v1.RankCheckpoint.$Shape} RankCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankCheckpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankCheckpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.manifestSha256 = value;
                            else
                                delete message.manifestSha256;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankCheckpoint message.
             * @function verify
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankCheckpoint.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                if (message.manifestSha256 != null && $Object.hasOwnProperty.call(message, "manifestSha256"))
                    if (!$util.isString(message.manifestSha256))
                        return "manifestSha256: string expected";
                return null;
            };

            /**
             * Creates a RankCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankCheckpoint} RankCheckpoint
             */
            RankCheckpoint.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankCheckpoint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankCheckpoint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankCheckpoint();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.manifestSha256 != null)
                    if (typeof object.manifestSha256 !== "string" || object.manifestSha256.length)
                        message.manifestSha256 = $String(object.manifestSha256);
                return message;
            };

            /**
             * Creates a plain object from a RankCheckpoint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {ringmaster.v1.RankCheckpoint} message RankCheckpoint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankCheckpoint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.step = 0;
                    object.manifestSha256 = "";
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.manifestSha256 != null && $Object.hasOwnProperty.call(message, "manifestSha256"))
                    object.manifestSha256 = message.manifestSha256;
                return object;
            };

            /**
             * Converts this RankCheckpoint to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankCheckpoint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankCheckpoint.prototype.toJSON = function() {
                return RankCheckpoint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankCheckpoint
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankCheckpoint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankCheckpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankCheckpoint";
            };

            return RankCheckpoint;
        })();

        v1.RankFinished = (function() {

            /**
             * Properties of a RankFinished.
             * @typedef {Object} ringmaster.v1.RankFinished.$Properties
             * @property {string|null} [resultJson] RankFinished resultJson
             * @property {boolean|null} [stopped] RankFinished stopped
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankFinished.
             * @memberof ringmaster.v1
             * @interface IRankFinished
             * @augments ringmaster.v1.RankFinished.$Properties
             * @deprecated Use ringmaster.v1.RankFinished.$Properties instead.
             */

            /**
             * Shape of a RankFinished.
             * @typedef {ringmaster.v1.RankFinished.$Properties} ringmaster.v1.RankFinished.$Shape
             */

            /**
             * Constructs a new RankFinished.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankFinished.
             * @constructor
             * @param {ringmaster.v1.RankFinished.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankFinished = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankFinished resultJson.
             * @member {string} resultJson
             * @memberof ringmaster.v1.RankFinished
             * @instance
             */
            RankFinished.prototype.resultJson = "";

            /**
             * RankFinished stopped.
             * @member {boolean} stopped
             * @memberof ringmaster.v1.RankFinished
             * @instance
             */
            RankFinished.prototype.stopped = false;

            /**
             * Creates a new RankFinished instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {ringmaster.v1.RankFinished.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankFinished} RankFinished instance
             * @type {{
             *   (properties: ringmaster.v1.RankFinished.$Shape): ringmaster.v1.RankFinished & ringmaster.v1.RankFinished.$Shape;
             *   (properties?: ringmaster.v1.RankFinished.$Properties): ringmaster.v1.RankFinished;
             * }}
             */
            RankFinished.create = function(properties) {
                return new RankFinished(properties);
            };

            /**
             * Encodes the specified RankFinished message. Does not implicitly {@link ringmaster.v1.RankFinished.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {ringmaster.v1.RankFinished.$Properties} message RankFinished message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankFinished.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.resultJson != null && $Object.hasOwnProperty.call(message, "resultJson") && message.resultJson !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.resultJson);
                if (message.stopped != null && $Object.hasOwnProperty.call(message, "stopped") && message.stopped !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.stopped);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankFinished message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankFinished & ringmaster.v1.RankFinished.$Shape} RankFinished
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankFinished.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankFinished();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resultJson = value;
                            else
                                delete message.resultJson;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stopped = value;
                            else
                                delete message.stopped;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankFinished message.
             * @function verify
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankFinished.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.resultJson != null && $Object.hasOwnProperty.call(message, "resultJson"))
                    if (!$util.isString(message.resultJson))
                        return "resultJson: string expected";
                if (message.stopped != null && $Object.hasOwnProperty.call(message, "stopped"))
                    if (typeof message.stopped !== "boolean")
                        return "stopped: boolean expected";
                return null;
            };

            /**
             * Creates a RankFinished message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankFinished} RankFinished
             */
            RankFinished.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankFinished)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankFinished: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankFinished();
                if (object.resultJson != null)
                    if (typeof object.resultJson !== "string" || object.resultJson.length)
                        message.resultJson = $String(object.resultJson);
                if (object.stopped != null)
                    if (object.stopped)
                        message.stopped = $Boolean(object.stopped);
                return message;
            };

            /**
             * Creates a plain object from a RankFinished message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {ringmaster.v1.RankFinished} message RankFinished
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankFinished.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.resultJson = "";
                    object.stopped = false;
                }
                if (message.resultJson != null && $Object.hasOwnProperty.call(message, "resultJson"))
                    object.resultJson = message.resultJson;
                if (message.stopped != null && $Object.hasOwnProperty.call(message, "stopped"))
                    object.stopped = message.stopped;
                return object;
            };

            /**
             * Converts this RankFinished to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankFinished
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankFinished.prototype.toJSON = function() {
                return RankFinished.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankFinished
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankFinished
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankFinished.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankFinished";
            };

            return RankFinished;
        })();

        v1.RankFailed = (function() {

            /**
             * Properties of a RankFailed.
             * @typedef {Object} ringmaster.v1.RankFailed.$Properties
             * @property {string|null} [causeJson] RankFailed causeJson
             * @property {boolean|null} [secondary] RankFailed secondary
             * @property {string|null} [signal] RankFailed signal
             * @property {number|null} [exitCode] RankFailed exitCode
             * @property {number|null} [lastStep] RankFailed lastStep
             * @property {Array.<string>|null} [lastLogLines] RankFailed lastLogLines
             * @property {number|null} [atMs] RankFailed atMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankFailed.
             * @memberof ringmaster.v1
             * @interface IRankFailed
             * @augments ringmaster.v1.RankFailed.$Properties
             * @deprecated Use ringmaster.v1.RankFailed.$Properties instead.
             */

            /**
             * Shape of a RankFailed.
             * @typedef {ringmaster.v1.RankFailed.$Properties} ringmaster.v1.RankFailed.$Shape
             */

            /**
             * Constructs a new RankFailed.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankFailed.
             * @constructor
             * @param {ringmaster.v1.RankFailed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankFailed = function (properties) {
                this.lastLogLines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankFailed causeJson.
             * @member {string} causeJson
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.causeJson = "";

            /**
             * RankFailed secondary.
             * @member {boolean} secondary
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.secondary = false;

            /**
             * RankFailed signal.
             * @member {string} signal
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.signal = "";

            /**
             * RankFailed exitCode.
             * @member {number} exitCode
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.exitCode = 0;

            /**
             * RankFailed lastStep.
             * @member {number} lastStep
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.lastStep = 0;

            /**
             * RankFailed lastLogLines.
             * @member {Array.<string>} lastLogLines
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.lastLogLines = $util.emptyArray;

            /**
             * RankFailed atMs.
             * @member {number} atMs
             * @memberof ringmaster.v1.RankFailed
             * @instance
             */
            RankFailed.prototype.atMs = 0;

            /**
             * Creates a new RankFailed instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {ringmaster.v1.RankFailed.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankFailed} RankFailed instance
             * @type {{
             *   (properties: ringmaster.v1.RankFailed.$Shape): ringmaster.v1.RankFailed & ringmaster.v1.RankFailed.$Shape;
             *   (properties?: ringmaster.v1.RankFailed.$Properties): ringmaster.v1.RankFailed;
             * }}
             */
            RankFailed.create = function(properties) {
                return new RankFailed(properties);
            };

            /**
             * Encodes the specified RankFailed message. Does not implicitly {@link ringmaster.v1.RankFailed.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {ringmaster.v1.RankFailed.$Properties} message RankFailed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankFailed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.causeJson != null && $Object.hasOwnProperty.call(message, "causeJson") && message.causeJson !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.causeJson);
                if (message.secondary != null && $Object.hasOwnProperty.call(message, "secondary") && message.secondary !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.secondary);
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal") && message.signal !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.signal);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.exitCode);
                if (message.lastStep != null && $Object.hasOwnProperty.call(message, "lastStep") && message.lastStep !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.lastStep);
                if (message.lastLogLines != null && message.lastLogLines.length)
                    for (let i = 0; i < message.lastLogLines.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.lastLogLines[i]);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && !$Object.is(message.atMs, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.atMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankFailed message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankFailed & ringmaster.v1.RankFailed.$Shape} RankFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankFailed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankFailed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.causeJson = value;
                            else
                                delete message.causeJson;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.secondary = value;
                            else
                                delete message.secondary;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.signal = value;
                            else
                                delete message.signal;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lastStep = value;
                            else
                                delete message.lastStep;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lastLogLines && message.lastLogLines.length))
                                message.lastLogLines = [];
                            message.lastLogLines.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankFailed message.
             * @function verify
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankFailed.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.causeJson != null && $Object.hasOwnProperty.call(message, "causeJson"))
                    if (!$util.isString(message.causeJson))
                        return "causeJson: string expected";
                if (message.secondary != null && $Object.hasOwnProperty.call(message, "secondary"))
                    if (typeof message.secondary !== "boolean")
                        return "secondary: boolean expected";
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal"))
                    if (!$util.isString(message.signal))
                        return "signal: string expected";
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    if (!$util.isInteger(message.exitCode))
                        return "exitCode: integer expected";
                if (message.lastStep != null && $Object.hasOwnProperty.call(message, "lastStep"))
                    if (!$util.isInteger(message.lastStep))
                        return "lastStep: integer expected";
                if (message.lastLogLines != null && $Object.hasOwnProperty.call(message, "lastLogLines")) {
                    if (!$Array.isArray(message.lastLogLines))
                        return "lastLogLines: array expected";
                    for (let i = 0; i < message.lastLogLines.length; ++i)
                        if (!$util.isString(message.lastLogLines[i]))
                            return "lastLogLines: string[] expected";
                }
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs"))
                    if (typeof message.atMs !== "number")
                        return "atMs: number expected";
                return null;
            };

            /**
             * Creates a RankFailed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankFailed} RankFailed
             */
            RankFailed.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankFailed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankFailed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankFailed();
                if (object.causeJson != null)
                    if (typeof object.causeJson !== "string" || object.causeJson.length)
                        message.causeJson = $String(object.causeJson);
                if (object.secondary != null)
                    if (object.secondary)
                        message.secondary = $Boolean(object.secondary);
                if (object.signal != null)
                    if (typeof object.signal !== "string" || object.signal.length)
                        message.signal = $String(object.signal);
                if (object.exitCode != null)
                    if ($Number(object.exitCode) !== 0)
                        message.exitCode = object.exitCode | 0;
                if (object.lastStep != null)
                    if ($Number(object.lastStep) !== 0)
                        message.lastStep = object.lastStep >>> 0;
                if (object.lastLogLines) {
                    if (!$Array.isArray(object.lastLogLines))
                        throw $TypeError(".ringmaster.v1.RankFailed.lastLogLines: array expected");
                    message.lastLogLines = $Array(object.lastLogLines.length);
                    for (let i = 0; i < object.lastLogLines.length; ++i)
                        message.lastLogLines[i] = $String(object.lastLogLines[i]);
                }
                if (object.atMs != null)
                    if (!$Object.is($Number(object.atMs), 0))
                        message.atMs = $Number(object.atMs);
                return message;
            };

            /**
             * Creates a plain object from a RankFailed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {ringmaster.v1.RankFailed} message RankFailed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankFailed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.lastLogLines = [];
                if (options.defaults) {
                    object.causeJson = "";
                    object.secondary = false;
                    object.signal = "";
                    object.exitCode = 0;
                    object.lastStep = 0;
                    object.atMs = 0;
                }
                if (message.causeJson != null && $Object.hasOwnProperty.call(message, "causeJson"))
                    object.causeJson = message.causeJson;
                if (message.secondary != null && $Object.hasOwnProperty.call(message, "secondary"))
                    object.secondary = message.secondary;
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal"))
                    object.signal = message.signal;
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    object.exitCode = message.exitCode;
                if (message.lastStep != null && $Object.hasOwnProperty.call(message, "lastStep"))
                    object.lastStep = message.lastStep;
                if (message.lastLogLines && message.lastLogLines.length) {
                    object.lastLogLines = $Array(message.lastLogLines.length);
                    for (let j = 0; j < message.lastLogLines.length; ++j)
                        object.lastLogLines[j] = message.lastLogLines[j];
                }
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs"))
                    object.atMs = options.json && !$isFinite(message.atMs) ? $String(message.atMs) : message.atMs;
                return object;
            };

            /**
             * Converts this RankFailed to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankFailed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankFailed.prototype.toJSON = function() {
                return RankFailed.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankFailed
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankFailed
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankFailed.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankFailed";
            };

            return RankFailed;
        })();

        v1.RankSealed = (function() {

            /**
             * Properties of a RankSealed.
             * @typedef {Object} ringmaster.v1.RankSealed.$Properties
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] RankSealed generation
             * @property {number|null} [step] RankSealed step
             * @property {number|null} [stage] RankSealed stage
             * @property {string|null} [weightsSha256] RankSealed weightsSha256
             * @property {boolean|null} [agreed] RankSealed agreed
             * @property {Array.<ringmaster.v1.Complaint.$Properties>|null} [complaints] RankSealed complaints
             * @property {number|null} [patienceMs] RankSealed patienceMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankSealed.
             * @memberof ringmaster.v1
             * @interface IRankSealed
             * @augments ringmaster.v1.RankSealed.$Properties
             * @deprecated Use ringmaster.v1.RankSealed.$Properties instead.
             */

            /**
             * Shape of a RankSealed.
             * @typedef {ringmaster.v1.RankSealed.$Properties} ringmaster.v1.RankSealed.$Shape
             */

            /**
             * Constructs a new RankSealed.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankSealed.
             * @constructor
             * @param {ringmaster.v1.RankSealed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankSealed = function (properties) {
                this.complaints = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankSealed generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.generation = null;

            /**
             * RankSealed step.
             * @member {number} step
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.step = 0;

            /**
             * RankSealed stage.
             * @member {number} stage
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.stage = 0;

            /**
             * RankSealed weightsSha256.
             * @member {string} weightsSha256
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.weightsSha256 = "";

            /**
             * RankSealed agreed.
             * @member {boolean} agreed
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.agreed = false;

            /**
             * RankSealed complaints.
             * @member {Array.<ringmaster.v1.Complaint.$Properties>} complaints
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.complaints = $util.emptyArray;

            /**
             * RankSealed patienceMs.
             * @member {number} patienceMs
             * @memberof ringmaster.v1.RankSealed
             * @instance
             */
            RankSealed.prototype.patienceMs = 0;

            /**
             * Creates a new RankSealed instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {ringmaster.v1.RankSealed.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankSealed} RankSealed instance
             * @type {{
             *   (properties: ringmaster.v1.RankSealed.$Shape): ringmaster.v1.RankSealed & ringmaster.v1.RankSealed.$Shape;
             *   (properties?: ringmaster.v1.RankSealed.$Properties): ringmaster.v1.RankSealed;
             * }}
             */
            RankSealed.create = function(properties) {
                return new RankSealed(properties);
            };

            /**
             * Encodes the specified RankSealed message. Does not implicitly {@link ringmaster.v1.RankSealed.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {ringmaster.v1.RankSealed.$Properties} message RankSealed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankSealed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage") && message.stage !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.stage);
                if (message.weightsSha256 != null && $Object.hasOwnProperty.call(message, "weightsSha256") && message.weightsSha256 !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.weightsSha256);
                if (message.agreed != null && $Object.hasOwnProperty.call(message, "agreed") && message.agreed !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.agreed);
                if (message.complaints != null && message.complaints.length)
                    for (let i = 0; i < message.complaints.length; ++i)
                        $root.ringmaster.v1.Complaint.encode(message.complaints[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.patienceMs != null && $Object.hasOwnProperty.call(message, "patienceMs") && message.patienceMs !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.patienceMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankSealed message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankSealed & ringmaster.v1.RankSealed.$Shape} RankSealed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankSealed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankSealed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stage = value;
                            else
                                delete message.stage;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.weightsSha256 = value;
                            else
                                delete message.weightsSha256;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.agreed = value;
                            else
                                delete message.agreed;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.complaints && message.complaints.length))
                                message.complaints = [];
                            message.complaints.push($root.ringmaster.v1.Complaint.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.patienceMs = value;
                            else
                                delete message.patienceMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankSealed message.
             * @function verify
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankSealed.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage"))
                    if (!$util.isInteger(message.stage))
                        return "stage: integer expected";
                if (message.weightsSha256 != null && $Object.hasOwnProperty.call(message, "weightsSha256"))
                    if (!$util.isString(message.weightsSha256))
                        return "weightsSha256: string expected";
                if (message.agreed != null && $Object.hasOwnProperty.call(message, "agreed"))
                    if (typeof message.agreed !== "boolean")
                        return "agreed: boolean expected";
                if (message.complaints != null && $Object.hasOwnProperty.call(message, "complaints")) {
                    if (!$Array.isArray(message.complaints))
                        return "complaints: array expected";
                    for (let i = 0; i < message.complaints.length; ++i) {
                        let error = $root.ringmaster.v1.Complaint.verify(message.complaints[i], _depth + 1);
                        if (error)
                            return "complaints." + error;
                    }
                }
                if (message.patienceMs != null && $Object.hasOwnProperty.call(message, "patienceMs"))
                    if (!$util.isInteger(message.patienceMs))
                        return "patienceMs: integer expected";
                return null;
            };

            /**
             * Creates a RankSealed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankSealed} RankSealed
             */
            RankSealed.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankSealed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankSealed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankSealed();
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.RankSealed.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.stage != null)
                    if ($Number(object.stage) !== 0)
                        message.stage = object.stage >>> 0;
                if (object.weightsSha256 != null)
                    if (typeof object.weightsSha256 !== "string" || object.weightsSha256.length)
                        message.weightsSha256 = $String(object.weightsSha256);
                if (object.agreed != null)
                    if (object.agreed)
                        message.agreed = $Boolean(object.agreed);
                if (object.complaints) {
                    if (!$Array.isArray(object.complaints))
                        throw $TypeError(".ringmaster.v1.RankSealed.complaints: array expected");
                    message.complaints = $Array(object.complaints.length);
                    for (let i = 0; i < object.complaints.length; ++i) {
                        if (!$util.isObject(object.complaints[i]))
                            throw $TypeError(".ringmaster.v1.RankSealed.complaints: object expected");
                        message.complaints[i] = $root.ringmaster.v1.Complaint.fromObject(object.complaints[i], _depth + 1);
                    }
                }
                if (object.patienceMs != null)
                    if ($Number(object.patienceMs) !== 0)
                        message.patienceMs = object.patienceMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RankSealed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {ringmaster.v1.RankSealed} message RankSealed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankSealed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.complaints = [];
                if (options.defaults) {
                    object.generation = null;
                    object.step = 0;
                    object.stage = 0;
                    object.weightsSha256 = "";
                    object.agreed = false;
                    object.patienceMs = 0;
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage"))
                    object.stage = message.stage;
                if (message.weightsSha256 != null && $Object.hasOwnProperty.call(message, "weightsSha256"))
                    object.weightsSha256 = message.weightsSha256;
                if (message.agreed != null && $Object.hasOwnProperty.call(message, "agreed"))
                    object.agreed = message.agreed;
                if (message.complaints && message.complaints.length) {
                    object.complaints = $Array(message.complaints.length);
                    for (let j = 0; j < message.complaints.length; ++j)
                        object.complaints[j] = $root.ringmaster.v1.Complaint.toObject(message.complaints[j], options, _depth + 1);
                }
                if (message.patienceMs != null && $Object.hasOwnProperty.call(message, "patienceMs"))
                    object.patienceMs = message.patienceMs;
                return object;
            };

            /**
             * Converts this RankSealed to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankSealed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankSealed.prototype.toJSON = function() {
                return RankSealed.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankSealed
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankSealed
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankSealed.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankSealed";
            };

            return RankSealed;
        })();

        v1.Complaint = (function() {

            /**
             * Properties of a Complaint.
             * @typedef {Object} ringmaster.v1.Complaint.$Properties
             * @property {number|null} [rank] Complaint rank
             * @property {string|null} [kind] Complaint kind
             * @property {string|null} [message] Complaint message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Complaint.
             * @memberof ringmaster.v1
             * @interface IComplaint
             * @augments ringmaster.v1.Complaint.$Properties
             * @deprecated Use ringmaster.v1.Complaint.$Properties instead.
             */

            /**
             * Shape of a Complaint.
             * @typedef {ringmaster.v1.Complaint.$Properties} ringmaster.v1.Complaint.$Shape
             */

            /**
             * Constructs a new Complaint.
             * @memberof ringmaster.v1
             * @classdesc Represents a Complaint.
             * @constructor
             * @param {ringmaster.v1.Complaint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Complaint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Complaint rank.
             * @member {number} rank
             * @memberof ringmaster.v1.Complaint
             * @instance
             */
            Complaint.prototype.rank = 0;

            /**
             * Complaint kind.
             * @member {string} kind
             * @memberof ringmaster.v1.Complaint
             * @instance
             */
            Complaint.prototype.kind = "";

            /**
             * Complaint message.
             * @member {string} message
             * @memberof ringmaster.v1.Complaint
             * @instance
             */
            Complaint.prototype.message = "";

            /**
             * Creates a new Complaint instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {ringmaster.v1.Complaint.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Complaint} Complaint instance
             * @type {{
             *   (properties: ringmaster.v1.Complaint.$Shape): ringmaster.v1.Complaint & ringmaster.v1.Complaint.$Shape;
             *   (properties?: ringmaster.v1.Complaint.$Properties): ringmaster.v1.Complaint;
             * }}
             */
            Complaint.create = function(properties) {
                return new Complaint(properties);
            };

            /**
             * Encodes the specified Complaint message. Does not implicitly {@link ringmaster.v1.Complaint.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {ringmaster.v1.Complaint.$Properties} message Complaint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Complaint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Complaint message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Complaint & ringmaster.v1.Complaint.$Shape} Complaint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Complaint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Complaint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Complaint message.
             * @function verify
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Complaint.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                return null;
            };

            /**
             * Creates a Complaint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Complaint} Complaint
             */
            Complaint.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Complaint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Complaint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Complaint();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.kind != null)
                    if (typeof object.kind !== "string" || object.kind.length)
                        message.kind = $String(object.kind);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a Complaint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {ringmaster.v1.Complaint} message Complaint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Complaint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.rank = 0;
                    object.kind = "";
                    object.message = "";
                }
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = message.kind;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this Complaint to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Complaint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Complaint.prototype.toJSON = function() {
                return Complaint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Complaint
             * @function getTypeUrl
             * @memberof ringmaster.v1.Complaint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Complaint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Complaint";
            };

            return Complaint;
        })();

        v1.RankRegrouped = (function() {

            /**
             * Properties of a RankRegrouped.
             * @typedef {Object} ringmaster.v1.RankRegrouped.$Properties
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] RankRegrouped generation
             * @property {number|null} [step] RankRegrouped step
             * @property {number|null} [standstillMs] RankRegrouped standstillMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankRegrouped.
             * @memberof ringmaster.v1
             * @interface IRankRegrouped
             * @augments ringmaster.v1.RankRegrouped.$Properties
             * @deprecated Use ringmaster.v1.RankRegrouped.$Properties instead.
             */

            /**
             * Shape of a RankRegrouped.
             * @typedef {ringmaster.v1.RankRegrouped.$Properties} ringmaster.v1.RankRegrouped.$Shape
             */

            /**
             * Constructs a new RankRegrouped.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankRegrouped.
             * @constructor
             * @param {ringmaster.v1.RankRegrouped.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankRegrouped = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankRegrouped generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.RankRegrouped
             * @instance
             */
            RankRegrouped.prototype.generation = null;

            /**
             * RankRegrouped step.
             * @member {number} step
             * @memberof ringmaster.v1.RankRegrouped
             * @instance
             */
            RankRegrouped.prototype.step = 0;

            /**
             * RankRegrouped standstillMs.
             * @member {number} standstillMs
             * @memberof ringmaster.v1.RankRegrouped
             * @instance
             */
            RankRegrouped.prototype.standstillMs = 0;

            /**
             * Creates a new RankRegrouped instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {ringmaster.v1.RankRegrouped.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankRegrouped} RankRegrouped instance
             * @type {{
             *   (properties: ringmaster.v1.RankRegrouped.$Shape): ringmaster.v1.RankRegrouped & ringmaster.v1.RankRegrouped.$Shape;
             *   (properties?: ringmaster.v1.RankRegrouped.$Properties): ringmaster.v1.RankRegrouped;
             * }}
             */
            RankRegrouped.create = function(properties) {
                return new RankRegrouped(properties);
            };

            /**
             * Encodes the specified RankRegrouped message. Does not implicitly {@link ringmaster.v1.RankRegrouped.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {ringmaster.v1.RankRegrouped.$Properties} message RankRegrouped message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankRegrouped.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.standstillMs != null && $Object.hasOwnProperty.call(message, "standstillMs") && !$Object.is(message.standstillMs, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.standstillMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankRegrouped message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankRegrouped & ringmaster.v1.RankRegrouped.$Shape} RankRegrouped
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankRegrouped.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankRegrouped();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.standstillMs = value;
                            else
                                delete message.standstillMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankRegrouped message.
             * @function verify
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankRegrouped.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                if (message.standstillMs != null && $Object.hasOwnProperty.call(message, "standstillMs"))
                    if (typeof message.standstillMs !== "number")
                        return "standstillMs: number expected";
                return null;
            };

            /**
             * Creates a RankRegrouped message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankRegrouped} RankRegrouped
             */
            RankRegrouped.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankRegrouped)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankRegrouped: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankRegrouped();
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.RankRegrouped.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.standstillMs != null)
                    if (!$Object.is($Number(object.standstillMs), 0))
                        message.standstillMs = $Number(object.standstillMs);
                return message;
            };

            /**
             * Creates a plain object from a RankRegrouped message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {ringmaster.v1.RankRegrouped} message RankRegrouped
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankRegrouped.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.generation = null;
                    object.step = 0;
                    object.standstillMs = 0;
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.standstillMs != null && $Object.hasOwnProperty.call(message, "standstillMs"))
                    object.standstillMs = options.json && !$isFinite(message.standstillMs) ? $String(message.standstillMs) : message.standstillMs;
                return object;
            };

            /**
             * Converts this RankRegrouped to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankRegrouped
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankRegrouped.prototype.toJSON = function() {
                return RankRegrouped.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankRegrouped
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankRegrouped
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankRegrouped.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankRegrouped";
            };

            return RankRegrouped;
        })();

        v1.RankLeft = (function() {

            /**
             * Properties of a RankLeft.
             * @typedef {Object} ringmaster.v1.RankLeft.$Properties
             * @property {number|null} [step] RankLeft step
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankLeft.
             * @memberof ringmaster.v1
             * @interface IRankLeft
             * @augments ringmaster.v1.RankLeft.$Properties
             * @deprecated Use ringmaster.v1.RankLeft.$Properties instead.
             */

            /**
             * Shape of a RankLeft.
             * @typedef {ringmaster.v1.RankLeft.$Properties} ringmaster.v1.RankLeft.$Shape
             */

            /**
             * Constructs a new RankLeft.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankLeft.
             * @constructor
             * @param {ringmaster.v1.RankLeft.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankLeft = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankLeft step.
             * @member {number} step
             * @memberof ringmaster.v1.RankLeft
             * @instance
             */
            RankLeft.prototype.step = 0;

            /**
             * Creates a new RankLeft instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {ringmaster.v1.RankLeft.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankLeft} RankLeft instance
             * @type {{
             *   (properties: ringmaster.v1.RankLeft.$Shape): ringmaster.v1.RankLeft & ringmaster.v1.RankLeft.$Shape;
             *   (properties?: ringmaster.v1.RankLeft.$Properties): ringmaster.v1.RankLeft;
             * }}
             */
            RankLeft.create = function(properties) {
                return new RankLeft(properties);
            };

            /**
             * Encodes the specified RankLeft message. Does not implicitly {@link ringmaster.v1.RankLeft.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {ringmaster.v1.RankLeft.$Properties} message RankLeft message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankLeft.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankLeft message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankLeft & ringmaster.v1.RankLeft.$Shape} RankLeft
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankLeft.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankLeft();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankLeft message.
             * @function verify
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankLeft.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                return null;
            };

            /**
             * Creates a RankLeft message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankLeft} RankLeft
             */
            RankLeft.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankLeft)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankLeft: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankLeft();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RankLeft message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {ringmaster.v1.RankLeft} message RankLeft
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankLeft.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.step = 0;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                return object;
            };

            /**
             * Converts this RankLeft to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankLeft
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankLeft.prototype.toJSON = function() {
                return RankLeft.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankLeft
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankLeft
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankLeft.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankLeft";
            };

            return RankLeft;
        })();

        v1.RankDraining = (function() {

            /**
             * Properties of a RankDraining.
             * @typedef {Object} ringmaster.v1.RankDraining.$Properties
             * @property {string|null} [reason] RankDraining reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankDraining.
             * @memberof ringmaster.v1
             * @interface IRankDraining
             * @augments ringmaster.v1.RankDraining.$Properties
             * @deprecated Use ringmaster.v1.RankDraining.$Properties instead.
             */

            /**
             * Shape of a RankDraining.
             * @typedef {ringmaster.v1.RankDraining.$Properties} ringmaster.v1.RankDraining.$Shape
             */

            /**
             * Constructs a new RankDraining.
             * @memberof ringmaster.v1
             * @classdesc Represents a RankDraining.
             * @constructor
             * @param {ringmaster.v1.RankDraining.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankDraining = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankDraining reason.
             * @member {string} reason
             * @memberof ringmaster.v1.RankDraining
             * @instance
             */
            RankDraining.prototype.reason = "";

            /**
             * Creates a new RankDraining instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {ringmaster.v1.RankDraining.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.RankDraining} RankDraining instance
             * @type {{
             *   (properties: ringmaster.v1.RankDraining.$Shape): ringmaster.v1.RankDraining & ringmaster.v1.RankDraining.$Shape;
             *   (properties?: ringmaster.v1.RankDraining.$Properties): ringmaster.v1.RankDraining;
             * }}
             */
            RankDraining.create = function(properties) {
                return new RankDraining(properties);
            };

            /**
             * Encodes the specified RankDraining message. Does not implicitly {@link ringmaster.v1.RankDraining.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {ringmaster.v1.RankDraining.$Properties} message RankDraining message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankDraining.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankDraining message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.RankDraining & ringmaster.v1.RankDraining.$Shape} RankDraining
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankDraining.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.RankDraining();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RankDraining message.
             * @function verify
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RankDraining.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            /**
             * Creates a RankDraining message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.RankDraining} RankDraining
             */
            RankDraining.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.RankDraining)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.RankDraining: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.RankDraining();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a RankDraining message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {ringmaster.v1.RankDraining} message RankDraining
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankDraining.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.reason = "";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this RankDraining to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.RankDraining
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankDraining.prototype.toJSON = function() {
                return RankDraining.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RankDraining
             * @function getTypeUrl
             * @memberof ringmaster.v1.RankDraining
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RankDraining.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.RankDraining";
            };

            return RankDraining;
        })();

        v1.CoordinatorMessage = (function() {

            /**
             * Properties of a CoordinatorMessage.
             * @typedef {Object} ringmaster.v1.CoordinatorMessage.$Properties
             * @property {number|null} [epoch] CoordinatorMessage epoch
             * @property {ringmaster.v1.Welcome.$Properties|null} [welcome] CoordinatorMessage welcome
             * @property {ringmaster.v1.Refused.$Properties|null} [refused] CoordinatorMessage refused
             * @property {ringmaster.v1.Assign.$Properties|null} [assign] CoordinatorMessage assign
             * @property {ringmaster.v1.Go.$Properties|null} [go] CoordinatorMessage go
             * @property {ringmaster.v1.Stop.$Properties|null} [stop] CoordinatorMessage stop
             * @property {ringmaster.v1.Ack.$Properties|null} [ack] CoordinatorMessage ack
             * @property {ringmaster.v1.Resize.$Properties|null} [resize] CoordinatorMessage resize
             * @property {ringmaster.v1.Drain.$Properties|null} [drain] CoordinatorMessage drain
             * @property {ringmaster.v1.Mesh.$Properties|null} [mesh] CoordinatorMessage mesh
             * @property {"welcome"|"refused"|"assign"|"go"|"stop"|"ack"|"resize"|"drain"|"mesh"} [body] CoordinatorMessage body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CoordinatorMessage.
             * @memberof ringmaster.v1
             * @interface ICoordinatorMessage
             * @augments ringmaster.v1.CoordinatorMessage.$Properties
             * @deprecated Use ringmaster.v1.CoordinatorMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a CoordinatorMessage.
             * @typedef {{
             *   epoch?: number|null;
             *   welcome?: ringmaster.v1.Welcome.$Shape|null;
             *   refused?: ringmaster.v1.Refused.$Shape|null;
             *   assign?: ringmaster.v1.Assign.$Shape|null;
             *   go?: ringmaster.v1.Go.$Shape|null;
             *   stop?: ringmaster.v1.Stop.$Shape|null;
             *   ack?: ringmaster.v1.Ack.$Shape|null;
             *   resize?: ringmaster.v1.Resize.$Shape|null;
             *   drain?: ringmaster.v1.Drain.$Shape|null;
             *   mesh?: ringmaster.v1.Mesh.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "welcome"; welcome: ringmaster.v1.Welcome.$Shape; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "refused"; welcome?: null; refused: ringmaster.v1.Refused.$Shape; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "assign"; welcome?: null; refused?: null; assign: ringmaster.v1.Assign.$Shape; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "go"; welcome?: null; refused?: null; assign?: null; go: ringmaster.v1.Go.$Shape; stop?: null; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "stop"; welcome?: null; refused?: null; assign?: null; go?: null; stop: ringmaster.v1.Stop.$Shape; ack?: null; resize?: null; drain?: null; mesh?: null }|{ body?: "ack"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack: ringmaster.v1.Ack.$Shape; resize?: null; drain?: null; mesh?: null }|{ body?: "resize"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize: ringmaster.v1.Resize.$Shape; drain?: null; mesh?: null }|{ body?: "drain"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain: ringmaster.v1.Drain.$Shape; mesh?: null }|{ body?: "mesh"; welcome?: null; refused?: null; assign?: null; go?: null; stop?: null; ack?: null; resize?: null; drain?: null; mesh: ringmaster.v1.Mesh.$Shape })
             * )} ringmaster.v1.CoordinatorMessage.$Shape
             */

            /**
             * Constructs a new CoordinatorMessage.
             * @memberof ringmaster.v1
             * @classdesc Represents a CoordinatorMessage.
             * @constructor
             * @param {ringmaster.v1.CoordinatorMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CoordinatorMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CoordinatorMessage epoch.
             * @member {number} epoch
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.epoch = 0;

            /**
             * CoordinatorMessage welcome.
             * @member {ringmaster.v1.Welcome.$Properties|null|undefined} welcome
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.welcome = null;

            /**
             * CoordinatorMessage refused.
             * @member {ringmaster.v1.Refused.$Properties|null|undefined} refused
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.refused = null;

            /**
             * CoordinatorMessage assign.
             * @member {ringmaster.v1.Assign.$Properties|null|undefined} assign
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.assign = null;

            /**
             * CoordinatorMessage go.
             * @member {ringmaster.v1.Go.$Properties|null|undefined} go
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.go = null;

            /**
             * CoordinatorMessage stop.
             * @member {ringmaster.v1.Stop.$Properties|null|undefined} stop
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.stop = null;

            /**
             * CoordinatorMessage ack.
             * @member {ringmaster.v1.Ack.$Properties|null|undefined} ack
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.ack = null;

            /**
             * CoordinatorMessage resize.
             * @member {ringmaster.v1.Resize.$Properties|null|undefined} resize
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.resize = null;

            /**
             * CoordinatorMessage drain.
             * @member {ringmaster.v1.Drain.$Properties|null|undefined} drain
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.drain = null;

            /**
             * CoordinatorMessage mesh.
             * @member {ringmaster.v1.Mesh.$Properties|null|undefined} mesh
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            CoordinatorMessage.prototype.mesh = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * CoordinatorMessage body.
             * @member {"welcome"|"refused"|"assign"|"go"|"stop"|"ack"|"resize"|"drain"|"mesh"|undefined} body
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             */
            $Object.defineProperty(CoordinatorMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["welcome", "refused", "assign", "go", "stop", "ack", "resize", "drain", "mesh"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new CoordinatorMessage instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {ringmaster.v1.CoordinatorMessage.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.CoordinatorMessage} CoordinatorMessage instance
             * @type {{
             *   (properties: ringmaster.v1.CoordinatorMessage.$Shape): ringmaster.v1.CoordinatorMessage & ringmaster.v1.CoordinatorMessage.$Shape;
             *   (properties?: ringmaster.v1.CoordinatorMessage.$Properties): ringmaster.v1.CoordinatorMessage;
             * }}
             */
            CoordinatorMessage.create = function(properties) {
                return new CoordinatorMessage(properties);
            };

            /**
             * Encodes the specified CoordinatorMessage message. Does not implicitly {@link ringmaster.v1.CoordinatorMessage.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {ringmaster.v1.CoordinatorMessage.$Properties} message CoordinatorMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CoordinatorMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.epoch);
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                    $root.ringmaster.v1.Welcome.encode(message.welcome, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                    $root.ringmaster.v1.Refused.encode(message.refused, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.assign != null && $Object.hasOwnProperty.call(message, "assign"))
                    $root.ringmaster.v1.Assign.encode(message.assign, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.go != null && $Object.hasOwnProperty.call(message, "go"))
                    $root.ringmaster.v1.Go.encode(message.go, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop"))
                    $root.ringmaster.v1.Stop.encode(message.stop, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack"))
                    $root.ringmaster.v1.Ack.encode(message.ack, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.resize != null && $Object.hasOwnProperty.call(message, "resize"))
                    $root.ringmaster.v1.Resize.encode(message.resize, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.drain != null && $Object.hasOwnProperty.call(message, "drain"))
                    $root.ringmaster.v1.Drain.encode(message.drain, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh"))
                    $root.ringmaster.v1.Mesh.encode(message.mesh, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CoordinatorMessage message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.CoordinatorMessage & ringmaster.v1.CoordinatorMessage.$Shape} CoordinatorMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CoordinatorMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.CoordinatorMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.welcome = $root.ringmaster.v1.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            message.body = "welcome";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.refused = $root.ringmaster.v1.Refused.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                            message.body = "refused";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.assign = $root.ringmaster.v1.Assign.decode(reader, reader.size(), $undefined, _depth + 1, message.assign);
                            message.body = "assign";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.go = $root.ringmaster.v1.Go.decode(reader, reader.size(), $undefined, _depth + 1, message.go);
                            message.body = "go";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.stop = $root.ringmaster.v1.Stop.decode(reader, reader.size(), $undefined, _depth + 1, message.stop);
                            message.body = "stop";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.ack = $root.ringmaster.v1.Ack.decode(reader, reader.size(), $undefined, _depth + 1, message.ack);
                            message.body = "ack";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.resize = $root.ringmaster.v1.Resize.decode(reader, reader.size(), $undefined, _depth + 1, message.resize);
                            message.body = "resize";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.drain = $root.ringmaster.v1.Drain.decode(reader, reader.size(), $undefined, _depth + 1, message.drain);
                            message.body = "drain";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.mesh = $root.ringmaster.v1.Mesh.decode(reader, reader.size(), $undefined, _depth + 1, message.mesh);
                            message.body = "mesh";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a CoordinatorMessage message.
             * @function verify
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CoordinatorMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    if (!$util.isInteger(message.epoch))
                        return "epoch: integer expected";
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome")) {
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Welcome.verify(message.welcome, _depth + 1);
                        if (error)
                            return "welcome." + error;
                    }
                }
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Refused.verify(message.refused, _depth + 1);
                        if (error)
                            return "refused." + error;
                    }
                }
                if (message.assign != null && $Object.hasOwnProperty.call(message, "assign")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Assign.verify(message.assign, _depth + 1);
                        if (error)
                            return "assign." + error;
                    }
                }
                if (message.go != null && $Object.hasOwnProperty.call(message, "go")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Go.verify(message.go, _depth + 1);
                        if (error)
                            return "go." + error;
                    }
                }
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Stop.verify(message.stop, _depth + 1);
                        if (error)
                            return "stop." + error;
                    }
                }
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Ack.verify(message.ack, _depth + 1);
                        if (error)
                            return "ack." + error;
                    }
                }
                if (message.resize != null && $Object.hasOwnProperty.call(message, "resize")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Resize.verify(message.resize, _depth + 1);
                        if (error)
                            return "resize." + error;
                    }
                }
                if (message.drain != null && $Object.hasOwnProperty.call(message, "drain")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Drain.verify(message.drain, _depth + 1);
                        if (error)
                            return "drain." + error;
                    }
                }
                if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.ringmaster.v1.Mesh.verify(message.mesh, _depth + 1);
                        if (error)
                            return "mesh." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a CoordinatorMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.CoordinatorMessage} CoordinatorMessage
             */
            CoordinatorMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.CoordinatorMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.CoordinatorMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.CoordinatorMessage();
                if (object.epoch != null)
                    if ($Number(object.epoch) !== 0)
                        message.epoch = object.epoch >>> 0;
                if (object.welcome != null) {
                    if (!$util.isObject(object.welcome))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.welcome: object expected");
                    message.welcome = $root.ringmaster.v1.Welcome.fromObject(object.welcome, _depth + 1);
                }
                if (object.refused != null) {
                    if (!$util.isObject(object.refused))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.refused: object expected");
                    message.refused = $root.ringmaster.v1.Refused.fromObject(object.refused, _depth + 1);
                }
                if (object.assign != null) {
                    if (!$util.isObject(object.assign))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.assign: object expected");
                    message.assign = $root.ringmaster.v1.Assign.fromObject(object.assign, _depth + 1);
                }
                if (object.go != null) {
                    if (!$util.isObject(object.go))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.go: object expected");
                    message.go = $root.ringmaster.v1.Go.fromObject(object.go, _depth + 1);
                }
                if (object.stop != null) {
                    if (!$util.isObject(object.stop))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.stop: object expected");
                    message.stop = $root.ringmaster.v1.Stop.fromObject(object.stop, _depth + 1);
                }
                if (object.ack != null) {
                    if (!$util.isObject(object.ack))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.ack: object expected");
                    message.ack = $root.ringmaster.v1.Ack.fromObject(object.ack, _depth + 1);
                }
                if (object.resize != null) {
                    if (!$util.isObject(object.resize))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.resize: object expected");
                    message.resize = $root.ringmaster.v1.Resize.fromObject(object.resize, _depth + 1);
                }
                if (object.drain != null) {
                    if (!$util.isObject(object.drain))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.drain: object expected");
                    message.drain = $root.ringmaster.v1.Drain.fromObject(object.drain, _depth + 1);
                }
                if (object.mesh != null) {
                    if (!$util.isObject(object.mesh))
                        throw $TypeError(".ringmaster.v1.CoordinatorMessage.mesh: object expected");
                    message.mesh = $root.ringmaster.v1.Mesh.fromObject(object.mesh, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a CoordinatorMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {ringmaster.v1.CoordinatorMessage} message CoordinatorMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CoordinatorMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.epoch = 0;
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    object.epoch = message.epoch;
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome")) {
                    object.welcome = $root.ringmaster.v1.Welcome.toObject(message.welcome, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "welcome";
                }
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                    object.refused = $root.ringmaster.v1.Refused.toObject(message.refused, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "refused";
                }
                if (message.assign != null && $Object.hasOwnProperty.call(message, "assign")) {
                    object.assign = $root.ringmaster.v1.Assign.toObject(message.assign, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "assign";
                }
                if (message.go != null && $Object.hasOwnProperty.call(message, "go")) {
                    object.go = $root.ringmaster.v1.Go.toObject(message.go, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "go";
                }
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop")) {
                    object.stop = $root.ringmaster.v1.Stop.toObject(message.stop, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "stop";
                }
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack")) {
                    object.ack = $root.ringmaster.v1.Ack.toObject(message.ack, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "ack";
                }
                if (message.resize != null && $Object.hasOwnProperty.call(message, "resize")) {
                    object.resize = $root.ringmaster.v1.Resize.toObject(message.resize, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "resize";
                }
                if (message.drain != null && $Object.hasOwnProperty.call(message, "drain")) {
                    object.drain = $root.ringmaster.v1.Drain.toObject(message.drain, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "drain";
                }
                if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh")) {
                    object.mesh = $root.ringmaster.v1.Mesh.toObject(message.mesh, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "mesh";
                }
                return object;
            };

            /**
             * Converts this CoordinatorMessage to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.CoordinatorMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CoordinatorMessage.prototype.toJSON = function() {
                return CoordinatorMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CoordinatorMessage
             * @function getTypeUrl
             * @memberof ringmaster.v1.CoordinatorMessage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CoordinatorMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.CoordinatorMessage";
            };

            return CoordinatorMessage;
        })();

        v1.Welcome = (function() {

            /**
             * Properties of a Welcome.
             * @typedef {Object} ringmaster.v1.Welcome.$Properties
             * @property {number|null} [heartbeatMs] Welcome heartbeatMs
             * @property {string|null} [artifactsUrl] Welcome artifactsUrl
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Welcome.
             * @memberof ringmaster.v1
             * @interface IWelcome
             * @augments ringmaster.v1.Welcome.$Properties
             * @deprecated Use ringmaster.v1.Welcome.$Properties instead.
             */

            /**
             * Shape of a Welcome.
             * @typedef {ringmaster.v1.Welcome.$Properties} ringmaster.v1.Welcome.$Shape
             */

            /**
             * Constructs a new Welcome.
             * @memberof ringmaster.v1
             * @classdesc Represents a Welcome.
             * @constructor
             * @param {ringmaster.v1.Welcome.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Welcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Welcome heartbeatMs.
             * @member {number} heartbeatMs
             * @memberof ringmaster.v1.Welcome
             * @instance
             */
            Welcome.prototype.heartbeatMs = 0;

            /**
             * Welcome artifactsUrl.
             * @member {string} artifactsUrl
             * @memberof ringmaster.v1.Welcome
             * @instance
             */
            Welcome.prototype.artifactsUrl = "";

            /**
             * Creates a new Welcome instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {ringmaster.v1.Welcome.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Welcome} Welcome instance
             * @type {{
             *   (properties: ringmaster.v1.Welcome.$Shape): ringmaster.v1.Welcome & ringmaster.v1.Welcome.$Shape;
             *   (properties?: ringmaster.v1.Welcome.$Properties): ringmaster.v1.Welcome;
             * }}
             */
            Welcome.create = function(properties) {
                return new Welcome(properties);
            };

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link ringmaster.v1.Welcome.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {ringmaster.v1.Welcome.$Properties} message Welcome message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && message.heartbeatMs !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.heartbeatMs);
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl") && message.artifactsUrl !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.artifactsUrl);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Welcome & ringmaster.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Welcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Welcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatMs = value;
                            else
                                delete message.heartbeatMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artifactsUrl = value;
                            else
                                delete message.artifactsUrl;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Welcome message.
             * @function verify
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Welcome.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs"))
                    if (!$util.isInteger(message.heartbeatMs))
                        return "heartbeatMs: integer expected";
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl"))
                    if (!$util.isString(message.artifactsUrl))
                        return "artifactsUrl: string expected";
                return null;
            };

            /**
             * Creates a Welcome message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Welcome} Welcome
             */
            Welcome.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Welcome)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Welcome: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Welcome();
                if (object.heartbeatMs != null)
                    if ($Number(object.heartbeatMs) !== 0)
                        message.heartbeatMs = object.heartbeatMs >>> 0;
                if (object.artifactsUrl != null)
                    if (typeof object.artifactsUrl !== "string" || object.artifactsUrl.length)
                        message.artifactsUrl = $String(object.artifactsUrl);
                return message;
            };

            /**
             * Creates a plain object from a Welcome message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {ringmaster.v1.Welcome} message Welcome
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Welcome.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.heartbeatMs = 0;
                    object.artifactsUrl = "";
                }
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs"))
                    object.heartbeatMs = message.heartbeatMs;
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl"))
                    object.artifactsUrl = message.artifactsUrl;
                return object;
            };

            /**
             * Converts this Welcome to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Welcome
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Welcome.prototype.toJSON = function() {
                return Welcome.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Welcome
             * @function getTypeUrl
             * @memberof ringmaster.v1.Welcome
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Welcome.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Welcome";
            };

            return Welcome;
        })();

        v1.Refused = (function() {

            /**
             * Properties of a Refused.
             * @typedef {Object} ringmaster.v1.Refused.$Properties
             * @property {string|null} [code] Refused code
             * @property {string|null} [message] Refused message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refused.
             * @memberof ringmaster.v1
             * @interface IRefused
             * @augments ringmaster.v1.Refused.$Properties
             * @deprecated Use ringmaster.v1.Refused.$Properties instead.
             */

            /**
             * Shape of a Refused.
             * @typedef {ringmaster.v1.Refused.$Properties} ringmaster.v1.Refused.$Shape
             */

            /**
             * Constructs a new Refused.
             * @memberof ringmaster.v1
             * @classdesc Represents a Refused.
             * @constructor
             * @param {ringmaster.v1.Refused.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refused = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refused code.
             * @member {string} code
             * @memberof ringmaster.v1.Refused
             * @instance
             */
            Refused.prototype.code = "";

            /**
             * Refused message.
             * @member {string} message
             * @memberof ringmaster.v1.Refused
             * @instance
             */
            Refused.prototype.message = "";

            /**
             * Creates a new Refused instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {ringmaster.v1.Refused.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Refused} Refused instance
             * @type {{
             *   (properties: ringmaster.v1.Refused.$Shape): ringmaster.v1.Refused & ringmaster.v1.Refused.$Shape;
             *   (properties?: ringmaster.v1.Refused.$Properties): ringmaster.v1.Refused;
             * }}
             */
            Refused.create = function(properties) {
                return new Refused(properties);
            };

            /**
             * Encodes the specified Refused message. Does not implicitly {@link ringmaster.v1.Refused.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {ringmaster.v1.Refused.$Properties} message Refused message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refused.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Refused & ringmaster.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refused.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Refused();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Refused message.
             * @function verify
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Refused.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                return null;
            };

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Refused} Refused
             */
            Refused.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Refused)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Refused: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Refused();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {ringmaster.v1.Refused} message Refused
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Refused.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = "";
                    object.message = "";
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this Refused to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Refused
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Refused.prototype.toJSON = function() {
                return Refused.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Refused
             * @function getTypeUrl
             * @memberof ringmaster.v1.Refused
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Refused.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Refused";
            };

            return Refused;
        })();

        v1.Assign = (function() {

            /**
             * Properties of an Assign.
             * @typedef {Object} ringmaster.v1.Assign.$Properties
             * @property {string|null} [jobId] Assign jobId
             * @property {number|null} [attempt] Assign attempt
             * @property {number|null} [rank] Assign rank
             * @property {number|null} [world] Assign world
             * @property {number|null} [slot] Assign slot
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] Assign generation
             * @property {string|null} [jobJson] Assign jobJson
             * @property {Uint8Array|null} [jobSecret] Assign jobSecret
             * @property {string|null} [artifactsUrl] Assign artifactsUrl
             * @property {string|null} [artifactsToken] Assign artifactsToken
             * @property {string|null} [resumeFrom] Assign resumeFrom
             * @property {number|null} [cpuThreads] Assign cpuThreads
             * @property {string|null} [device] Assign device
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Assign.
             * @memberof ringmaster.v1
             * @interface IAssign
             * @augments ringmaster.v1.Assign.$Properties
             * @deprecated Use ringmaster.v1.Assign.$Properties instead.
             */

            /**
             * Shape of an Assign.
             * @typedef {ringmaster.v1.Assign.$Properties} ringmaster.v1.Assign.$Shape
             */

            /**
             * Constructs a new Assign.
             * @memberof ringmaster.v1
             * @classdesc Represents an Assign.
             * @constructor
             * @param {ringmaster.v1.Assign.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Assign = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Assign jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.jobId = "";

            /**
             * Assign attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.attempt = 0;

            /**
             * Assign rank.
             * @member {number} rank
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.rank = 0;

            /**
             * Assign world.
             * @member {number} world
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.world = 0;

            /**
             * Assign slot.
             * @member {number} slot
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.slot = 0;

            /**
             * Assign generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.generation = null;

            /**
             * Assign jobJson.
             * @member {string} jobJson
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.jobJson = "";

            /**
             * Assign jobSecret.
             * @member {Uint8Array} jobSecret
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.jobSecret = $util.newBuffer([]);

            /**
             * Assign artifactsUrl.
             * @member {string} artifactsUrl
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.artifactsUrl = "";

            /**
             * Assign artifactsToken.
             * @member {string} artifactsToken
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.artifactsToken = "";

            /**
             * Assign resumeFrom.
             * @member {string} resumeFrom
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.resumeFrom = "";

            /**
             * Assign cpuThreads.
             * @member {number} cpuThreads
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.cpuThreads = 0;

            /**
             * Assign device.
             * @member {string} device
             * @memberof ringmaster.v1.Assign
             * @instance
             */
            Assign.prototype.device = "";

            /**
             * Creates a new Assign instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {ringmaster.v1.Assign.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Assign} Assign instance
             * @type {{
             *   (properties: ringmaster.v1.Assign.$Shape): ringmaster.v1.Assign & ringmaster.v1.Assign.$Shape;
             *   (properties?: ringmaster.v1.Assign.$Properties): ringmaster.v1.Assign;
             * }}
             */
            Assign.create = function(properties) {
                return new Assign(properties);
            };

            /**
             * Encodes the specified Assign message. Does not implicitly {@link ringmaster.v1.Assign.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {ringmaster.v1.Assign.$Properties} message Assign message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Assign.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.rank);
                if (message.world != null && $Object.hasOwnProperty.call(message, "world") && message.world !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.world);
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.slot);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.jobJson != null && $Object.hasOwnProperty.call(message, "jobJson") && message.jobJson !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.jobJson);
                if (message.jobSecret != null && $Object.hasOwnProperty.call(message, "jobSecret") && message.jobSecret.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.jobSecret);
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl") && message.artifactsUrl !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.artifactsUrl);
                if (message.artifactsToken != null && $Object.hasOwnProperty.call(message, "artifactsToken") && message.artifactsToken !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.artifactsToken);
                if (message.resumeFrom != null && $Object.hasOwnProperty.call(message, "resumeFrom") && message.resumeFrom !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.resumeFrom);
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads") && message.cpuThreads !== 0)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.cpuThreads);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.device);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Assign message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Assign & ringmaster.v1.Assign.$Shape} Assign
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Assign.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Assign();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.world = value;
                            else
                                delete message.world;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobJson = value;
                            else
                                delete message.jobJson;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.jobSecret = value;
                            else
                                delete message.jobSecret;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artifactsUrl = value;
                            else
                                delete message.artifactsUrl;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artifactsToken = value;
                            else
                                delete message.artifactsToken;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resumeFrom = value;
                            else
                                delete message.resumeFrom;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cpuThreads = value;
                            else
                                delete message.cpuThreads;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Assign message.
             * @function verify
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Assign.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.world != null && $Object.hasOwnProperty.call(message, "world"))
                    if (!$util.isInteger(message.world))
                        return "world: integer expected";
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    if (!$util.isInteger(message.slot))
                        return "slot: integer expected";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                if (message.jobJson != null && $Object.hasOwnProperty.call(message, "jobJson"))
                    if (!$util.isString(message.jobJson))
                        return "jobJson: string expected";
                if (message.jobSecret != null && $Object.hasOwnProperty.call(message, "jobSecret"))
                    if (!(message.jobSecret && typeof message.jobSecret.length === "number" || $util.isString(message.jobSecret)))
                        return "jobSecret: buffer expected";
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl"))
                    if (!$util.isString(message.artifactsUrl))
                        return "artifactsUrl: string expected";
                if (message.artifactsToken != null && $Object.hasOwnProperty.call(message, "artifactsToken"))
                    if (!$util.isString(message.artifactsToken))
                        return "artifactsToken: string expected";
                if (message.resumeFrom != null && $Object.hasOwnProperty.call(message, "resumeFrom"))
                    if (!$util.isString(message.resumeFrom))
                        return "resumeFrom: string expected";
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads"))
                    if (!$util.isInteger(message.cpuThreads))
                        return "cpuThreads: integer expected";
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    if (!$util.isString(message.device))
                        return "device: string expected";
                return null;
            };

            /**
             * Creates an Assign message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Assign} Assign
             */
            Assign.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Assign)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Assign: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Assign();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.world != null)
                    if ($Number(object.world) !== 0)
                        message.world = object.world >>> 0;
                if (object.slot != null)
                    if ($Number(object.slot) !== 0)
                        message.slot = object.slot >>> 0;
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.Assign.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                if (object.jobJson != null)
                    if (typeof object.jobJson !== "string" || object.jobJson.length)
                        message.jobJson = $String(object.jobJson);
                if (object.jobSecret != null)
                    if (object.jobSecret.length)
                        if (typeof object.jobSecret === "string")
                            $util.base64.decode(object.jobSecret, message.jobSecret = $util.newBuffer($util.base64.length(object.jobSecret)), 0);
                        else if (object.jobSecret.length >= 0)
                            message.jobSecret = object.jobSecret;
                if (object.artifactsUrl != null)
                    if (typeof object.artifactsUrl !== "string" || object.artifactsUrl.length)
                        message.artifactsUrl = $String(object.artifactsUrl);
                if (object.artifactsToken != null)
                    if (typeof object.artifactsToken !== "string" || object.artifactsToken.length)
                        message.artifactsToken = $String(object.artifactsToken);
                if (object.resumeFrom != null)
                    if (typeof object.resumeFrom !== "string" || object.resumeFrom.length)
                        message.resumeFrom = $String(object.resumeFrom);
                if (object.cpuThreads != null)
                    if ($Number(object.cpuThreads) !== 0)
                        message.cpuThreads = object.cpuThreads >>> 0;
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                return message;
            };

            /**
             * Creates a plain object from an Assign message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {ringmaster.v1.Assign} message Assign
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Assign.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.rank = 0;
                    object.world = 0;
                    object.slot = 0;
                    object.generation = null;
                    object.jobJson = "";
                    if (options.bytes === $String)
                        object.jobSecret = "";
                    else {
                        object.jobSecret = [];
                        if (options.bytes !== $Array)
                            object.jobSecret = $util.newBuffer(object.jobSecret);
                    }
                    object.artifactsUrl = "";
                    object.artifactsToken = "";
                    object.resumeFrom = "";
                    object.cpuThreads = 0;
                    object.device = "";
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.world != null && $Object.hasOwnProperty.call(message, "world"))
                    object.world = message.world;
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    object.slot = message.slot;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                if (message.jobJson != null && $Object.hasOwnProperty.call(message, "jobJson"))
                    object.jobJson = message.jobJson;
                if (message.jobSecret != null && $Object.hasOwnProperty.call(message, "jobSecret"))
                    object.jobSecret = options.bytes === $String ? $util.base64.encode(message.jobSecret, 0, message.jobSecret.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.jobSecret) : message.jobSecret;
                if (message.artifactsUrl != null && $Object.hasOwnProperty.call(message, "artifactsUrl"))
                    object.artifactsUrl = message.artifactsUrl;
                if (message.artifactsToken != null && $Object.hasOwnProperty.call(message, "artifactsToken"))
                    object.artifactsToken = message.artifactsToken;
                if (message.resumeFrom != null && $Object.hasOwnProperty.call(message, "resumeFrom"))
                    object.resumeFrom = message.resumeFrom;
                if (message.cpuThreads != null && $Object.hasOwnProperty.call(message, "cpuThreads"))
                    object.cpuThreads = message.cpuThreads;
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                return object;
            };

            /**
             * Converts this Assign to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Assign
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Assign.prototype.toJSON = function() {
                return Assign.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Assign
             * @function getTypeUrl
             * @memberof ringmaster.v1.Assign
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Assign.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Assign";
            };

            return Assign;
        })();

        v1.Go = (function() {

            /**
             * Properties of a Go.
             * @typedef {Object} ringmaster.v1.Go.$Properties
             * @property {string|null} [jobId] Go jobId
             * @property {number|null} [attempt] Go attempt
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] Go generation
             * @property {Array.<ringmaster.v1.Peer.$Properties>|null} [peers] Go peers
             * @property {number|null} [source] Go source
             * @property {Array.<number>|null} [behind] Go behind
             * @property {Array.<number>|null} [shardCounts] Go shardCounts
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Go.
             * @memberof ringmaster.v1
             * @interface IGo
             * @augments ringmaster.v1.Go.$Properties
             * @deprecated Use ringmaster.v1.Go.$Properties instead.
             */

            /**
             * Shape of a Go.
             * @typedef {ringmaster.v1.Go.$Properties} ringmaster.v1.Go.$Shape
             */

            /**
             * Constructs a new Go.
             * @memberof ringmaster.v1
             * @classdesc Represents a Go.
             * @constructor
             * @param {ringmaster.v1.Go.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Go = function (properties) {
                this.peers = [];
                this.behind = [];
                this.shardCounts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Go jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.jobId = "";

            /**
             * Go attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.attempt = 0;

            /**
             * Go generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.generation = null;

            /**
             * Go peers.
             * @member {Array.<ringmaster.v1.Peer.$Properties>} peers
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.peers = $util.emptyArray;

            /**
             * Go source.
             * @member {number} source
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.source = 0;

            /**
             * Go behind.
             * @member {Array.<number>} behind
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.behind = $util.emptyArray;

            /**
             * Go shardCounts.
             * @member {Array.<number>} shardCounts
             * @memberof ringmaster.v1.Go
             * @instance
             */
            Go.prototype.shardCounts = $util.emptyArray;

            /**
             * Creates a new Go instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Go
             * @static
             * @param {ringmaster.v1.Go.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Go} Go instance
             * @type {{
             *   (properties: ringmaster.v1.Go.$Shape): ringmaster.v1.Go & ringmaster.v1.Go.$Shape;
             *   (properties?: ringmaster.v1.Go.$Properties): ringmaster.v1.Go;
             * }}
             */
            Go.create = function(properties) {
                return new Go(properties);
            };

            /**
             * Encodes the specified Go message. Does not implicitly {@link ringmaster.v1.Go.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Go
             * @static
             * @param {ringmaster.v1.Go.$Properties} message Go message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Go.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.peers != null && message.peers.length)
                    for (let i = 0; i < message.peers.length; ++i)
                        $root.ringmaster.v1.Peer.encode(message.peers[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.source);
                if (message.behind != null && message.behind.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.behind);
                if (message.shardCounts != null && message.shardCounts.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).uint32s(message.shardCounts);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Go message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Go
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Go & ringmaster.v1.Go.$Shape} Go
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Go.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Go();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.peers && message.peers.length))
                                message.peers = [];
                            message.peers.push($root.ringmaster.v1.Peer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.behind && message.behind.length))
                                    message.behind = [];
                                reader.uint32s(message.behind);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.behind && message.behind.length))
                                message.behind = [];
                            message.behind.push(reader.uint32());
                            continue;
                        }
                    case 7: {
                            if (wireType === 2) {
                                if (!(message.shardCounts && message.shardCounts.length))
                                    message.shardCounts = [];
                                reader.uint32s(message.shardCounts);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.shardCounts && message.shardCounts.length))
                                message.shardCounts = [];
                            message.shardCounts.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Go message.
             * @function verify
             * @memberof ringmaster.v1.Go
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Go.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                if (message.peers != null && $Object.hasOwnProperty.call(message, "peers")) {
                    if (!$Array.isArray(message.peers))
                        return "peers: array expected";
                    for (let i = 0; i < message.peers.length; ++i) {
                        let error = $root.ringmaster.v1.Peer.verify(message.peers[i], _depth + 1);
                        if (error)
                            return "peers." + error;
                    }
                }
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isInteger(message.source))
                        return "source: integer expected";
                if (message.behind != null && $Object.hasOwnProperty.call(message, "behind")) {
                    if (!$Array.isArray(message.behind))
                        return "behind: array expected";
                    for (let i = 0; i < message.behind.length; ++i)
                        if (!$util.isInteger(message.behind[i]))
                            return "behind: integer[] expected";
                }
                if (message.shardCounts != null && $Object.hasOwnProperty.call(message, "shardCounts")) {
                    if (!$Array.isArray(message.shardCounts))
                        return "shardCounts: array expected";
                    for (let i = 0; i < message.shardCounts.length; ++i)
                        if (!$util.isInteger(message.shardCounts[i]))
                            return "shardCounts: integer[] expected";
                }
                return null;
            };

            /**
             * Creates a Go message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Go
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Go} Go
             */
            Go.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Go)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Go: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Go();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.Go.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                if (object.peers) {
                    if (!$Array.isArray(object.peers))
                        throw $TypeError(".ringmaster.v1.Go.peers: array expected");
                    message.peers = $Array(object.peers.length);
                    for (let i = 0; i < object.peers.length; ++i) {
                        if (!$util.isObject(object.peers[i]))
                            throw $TypeError(".ringmaster.v1.Go.peers: object expected");
                        message.peers[i] = $root.ringmaster.v1.Peer.fromObject(object.peers[i], _depth + 1);
                    }
                }
                if (object.source != null)
                    if ($Number(object.source) !== 0)
                        message.source = object.source >>> 0;
                if (object.behind) {
                    if (!$Array.isArray(object.behind))
                        throw $TypeError(".ringmaster.v1.Go.behind: array expected");
                    message.behind = $Array(object.behind.length);
                    for (let i = 0; i < object.behind.length; ++i)
                        message.behind[i] = object.behind[i] >>> 0;
                }
                if (object.shardCounts) {
                    if (!$Array.isArray(object.shardCounts))
                        throw $TypeError(".ringmaster.v1.Go.shardCounts: array expected");
                    message.shardCounts = $Array(object.shardCounts.length);
                    for (let i = 0; i < object.shardCounts.length; ++i)
                        message.shardCounts[i] = object.shardCounts[i] >>> 0;
                }
                return message;
            };

            /**
             * Creates a plain object from a Go message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Go
             * @static
             * @param {ringmaster.v1.Go} message Go
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Go.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.peers = [];
                    object.behind = [];
                    object.shardCounts = [];
                }
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.generation = null;
                    object.source = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                if (message.peers && message.peers.length) {
                    object.peers = $Array(message.peers.length);
                    for (let j = 0; j < message.peers.length; ++j)
                        object.peers[j] = $root.ringmaster.v1.Peer.toObject(message.peers[j], options, _depth + 1);
                }
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.behind && message.behind.length) {
                    object.behind = $Array(message.behind.length);
                    for (let j = 0; j < message.behind.length; ++j)
                        object.behind[j] = message.behind[j];
                }
                if (message.shardCounts && message.shardCounts.length) {
                    object.shardCounts = $Array(message.shardCounts.length);
                    for (let j = 0; j < message.shardCounts.length; ++j)
                        object.shardCounts[j] = message.shardCounts[j];
                }
                return object;
            };

            /**
             * Converts this Go to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Go
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Go.prototype.toJSON = function() {
                return Go.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Go
             * @function getTypeUrl
             * @memberof ringmaster.v1.Go
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Go.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Go";
            };

            return Go;
        })();

        v1.Peer = (function() {

            /**
             * Properties of a Peer.
             * @typedef {Object} ringmaster.v1.Peer.$Properties
             * @property {number|null} [rank] Peer rank
             * @property {string|null} [dataAddress] Peer dataAddress
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Peer.
             * @memberof ringmaster.v1
             * @interface IPeer
             * @augments ringmaster.v1.Peer.$Properties
             * @deprecated Use ringmaster.v1.Peer.$Properties instead.
             */

            /**
             * Shape of a Peer.
             * @typedef {ringmaster.v1.Peer.$Properties} ringmaster.v1.Peer.$Shape
             */

            /**
             * Constructs a new Peer.
             * @memberof ringmaster.v1
             * @classdesc Represents a Peer.
             * @constructor
             * @param {ringmaster.v1.Peer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Peer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Peer rank.
             * @member {number} rank
             * @memberof ringmaster.v1.Peer
             * @instance
             */
            Peer.prototype.rank = 0;

            /**
             * Peer dataAddress.
             * @member {string} dataAddress
             * @memberof ringmaster.v1.Peer
             * @instance
             */
            Peer.prototype.dataAddress = "";

            /**
             * Creates a new Peer instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {ringmaster.v1.Peer.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Peer} Peer instance
             * @type {{
             *   (properties: ringmaster.v1.Peer.$Shape): ringmaster.v1.Peer & ringmaster.v1.Peer.$Shape;
             *   (properties?: ringmaster.v1.Peer.$Properties): ringmaster.v1.Peer;
             * }}
             */
            Peer.create = function(properties) {
                return new Peer(properties);
            };

            /**
             * Encodes the specified Peer message. Does not implicitly {@link ringmaster.v1.Peer.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {ringmaster.v1.Peer.$Properties} message Peer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Peer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress") && message.dataAddress !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.dataAddress);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Peer message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Peer & ringmaster.v1.Peer.$Shape} Peer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Peer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Peer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.dataAddress = value;
                            else
                                delete message.dataAddress;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Peer message.
             * @function verify
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Peer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress"))
                    if (!$util.isString(message.dataAddress))
                        return "dataAddress: string expected";
                return null;
            };

            /**
             * Creates a Peer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Peer} Peer
             */
            Peer.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Peer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Peer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Peer();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.dataAddress != null)
                    if (typeof object.dataAddress !== "string" || object.dataAddress.length)
                        message.dataAddress = $String(object.dataAddress);
                return message;
            };

            /**
             * Creates a plain object from a Peer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {ringmaster.v1.Peer} message Peer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Peer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.rank = 0;
                    object.dataAddress = "";
                }
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.dataAddress != null && $Object.hasOwnProperty.call(message, "dataAddress"))
                    object.dataAddress = message.dataAddress;
                return object;
            };

            /**
             * Converts this Peer to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Peer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Peer.prototype.toJSON = function() {
                return Peer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Peer
             * @function getTypeUrl
             * @memberof ringmaster.v1.Peer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Peer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Peer";
            };

            return Peer;
        })();

        v1.Stop = (function() {

            /**
             * Properties of a Stop.
             * @typedef {Object} ringmaster.v1.Stop.$Properties
             * @property {string|null} [jobId] Stop jobId
             * @property {number|null} [attempt] Stop attempt
             * @property {boolean|null} [kill] Stop kill
             * @property {string|null} [reason] Stop reason
             * @property {boolean|null} [pause] Stop pause
             * @property {Array.<number>|null} [ranks] Stop ranks
             * @property {boolean|null} [leave] Stop leave
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Stop.
             * @memberof ringmaster.v1
             * @interface IStop
             * @augments ringmaster.v1.Stop.$Properties
             * @deprecated Use ringmaster.v1.Stop.$Properties instead.
             */

            /**
             * Shape of a Stop.
             * @typedef {ringmaster.v1.Stop.$Properties} ringmaster.v1.Stop.$Shape
             */

            /**
             * Constructs a new Stop.
             * @memberof ringmaster.v1
             * @classdesc Represents a Stop.
             * @constructor
             * @param {ringmaster.v1.Stop.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Stop = function (properties) {
                this.ranks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Stop jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.jobId = "";

            /**
             * Stop attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.attempt = 0;

            /**
             * Stop kill.
             * @member {boolean} kill
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.kill = false;

            /**
             * Stop reason.
             * @member {string} reason
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.reason = "";

            /**
             * Stop pause.
             * @member {boolean} pause
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.pause = false;

            /**
             * Stop ranks.
             * @member {Array.<number>} ranks
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.ranks = $util.emptyArray;

            /**
             * Stop leave.
             * @member {boolean} leave
             * @memberof ringmaster.v1.Stop
             * @instance
             */
            Stop.prototype.leave = false;

            /**
             * Creates a new Stop instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {ringmaster.v1.Stop.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Stop} Stop instance
             * @type {{
             *   (properties: ringmaster.v1.Stop.$Shape): ringmaster.v1.Stop & ringmaster.v1.Stop.$Shape;
             *   (properties?: ringmaster.v1.Stop.$Properties): ringmaster.v1.Stop;
             * }}
             */
            Stop.create = function(properties) {
                return new Stop(properties);
            };

            /**
             * Encodes the specified Stop message. Does not implicitly {@link ringmaster.v1.Stop.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {ringmaster.v1.Stop.$Properties} message Stop message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Stop.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.kill != null && $Object.hasOwnProperty.call(message, "kill") && message.kill !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.kill);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.reason);
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause") && message.pause !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.pause);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.ranks);
                if (message.leave != null && $Object.hasOwnProperty.call(message, "leave") && message.leave !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.leave);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Stop message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Stop & ringmaster.v1.Stop.$Shape} Stop
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Stop.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Stop();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.kill = value;
                            else
                                delete message.kill;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.pause = value;
                            else
                                delete message.pause;
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.leave = value;
                            else
                                delete message.leave;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Stop message.
             * @function verify
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Stop.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.kill != null && $Object.hasOwnProperty.call(message, "kill"))
                    if (typeof message.kill !== "boolean")
                        return "kill: boolean expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause"))
                    if (typeof message.pause !== "boolean")
                        return "pause: boolean expected";
                if (message.ranks != null && $Object.hasOwnProperty.call(message, "ranks")) {
                    if (!$Array.isArray(message.ranks))
                        return "ranks: array expected";
                    for (let i = 0; i < message.ranks.length; ++i)
                        if (!$util.isInteger(message.ranks[i]))
                            return "ranks: integer[] expected";
                }
                if (message.leave != null && $Object.hasOwnProperty.call(message, "leave"))
                    if (typeof message.leave !== "boolean")
                        return "leave: boolean expected";
                return null;
            };

            /**
             * Creates a Stop message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Stop} Stop
             */
            Stop.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Stop)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Stop: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Stop();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.kill != null)
                    if (object.kill)
                        message.kill = $Boolean(object.kill);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.pause != null)
                    if (object.pause)
                        message.pause = $Boolean(object.pause);
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".ringmaster.v1.Stop.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                if (object.leave != null)
                    if (object.leave)
                        message.leave = $Boolean(object.leave);
                return message;
            };

            /**
             * Creates a plain object from a Stop message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {ringmaster.v1.Stop} message Stop
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Stop.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.ranks = [];
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.kill = false;
                    object.reason = "";
                    object.pause = false;
                    object.leave = false;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.kill != null && $Object.hasOwnProperty.call(message, "kill"))
                    object.kill = message.kill;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause"))
                    object.pause = message.pause;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                if (message.leave != null && $Object.hasOwnProperty.call(message, "leave"))
                    object.leave = message.leave;
                return object;
            };

            /**
             * Converts this Stop to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Stop
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Stop.prototype.toJSON = function() {
                return Stop.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Stop
             * @function getTypeUrl
             * @memberof ringmaster.v1.Stop
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Stop.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Stop";
            };

            return Stop;
        })();

        v1.Resize = (function() {

            /**
             * Properties of a Resize.
             * @typedef {Object} ringmaster.v1.Resize.$Properties
             * @property {string|null} [jobId] Resize jobId
             * @property {number|null} [attempt] Resize attempt
             * @property {ringmaster.v1.Generation.$Properties|null} [generation] Resize generation
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Resize.
             * @memberof ringmaster.v1
             * @interface IResize
             * @augments ringmaster.v1.Resize.$Properties
             * @deprecated Use ringmaster.v1.Resize.$Properties instead.
             */

            /**
             * Shape of a Resize.
             * @typedef {ringmaster.v1.Resize.$Properties} ringmaster.v1.Resize.$Shape
             */

            /**
             * Constructs a new Resize.
             * @memberof ringmaster.v1
             * @classdesc Represents a Resize.
             * @constructor
             * @param {ringmaster.v1.Resize.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Resize = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Resize jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.Resize
             * @instance
             */
            Resize.prototype.jobId = "";

            /**
             * Resize attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.Resize
             * @instance
             */
            Resize.prototype.attempt = 0;

            /**
             * Resize generation.
             * @member {ringmaster.v1.Generation.$Properties|null|undefined} generation
             * @memberof ringmaster.v1.Resize
             * @instance
             */
            Resize.prototype.generation = null;

            /**
             * Creates a new Resize instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {ringmaster.v1.Resize.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Resize} Resize instance
             * @type {{
             *   (properties: ringmaster.v1.Resize.$Shape): ringmaster.v1.Resize & ringmaster.v1.Resize.$Shape;
             *   (properties?: ringmaster.v1.Resize.$Properties): ringmaster.v1.Resize;
             * }}
             */
            Resize.create = function(properties) {
                return new Resize(properties);
            };

            /**
             * Encodes the specified Resize message. Does not implicitly {@link ringmaster.v1.Resize.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {ringmaster.v1.Resize.$Properties} message Resize message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Resize.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    $root.ringmaster.v1.Generation.encode(message.generation, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Resize message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Resize & ringmaster.v1.Resize.$Shape} Resize
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Resize.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Resize();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.generation = $root.ringmaster.v1.Generation.decode(reader, reader.size(), $undefined, _depth + 1, message.generation);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Resize message.
             * @function verify
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Resize.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation")) {
                    let error = $root.ringmaster.v1.Generation.verify(message.generation, _depth + 1);
                    if (error)
                        return "generation." + error;
                }
                return null;
            };

            /**
             * Creates a Resize message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Resize} Resize
             */
            Resize.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Resize)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Resize: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Resize();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.generation != null) {
                    if (!$util.isObject(object.generation))
                        throw $TypeError(".ringmaster.v1.Resize.generation: object expected");
                    message.generation = $root.ringmaster.v1.Generation.fromObject(object.generation, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Resize message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {ringmaster.v1.Resize} message Resize
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Resize.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.generation = null;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = $root.ringmaster.v1.Generation.toObject(message.generation, options, _depth + 1);
                return object;
            };

            /**
             * Converts this Resize to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Resize
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Resize.prototype.toJSON = function() {
                return Resize.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Resize
             * @function getTypeUrl
             * @memberof ringmaster.v1.Resize
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Resize.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Resize";
            };

            return Resize;
        })();

        v1.Drain = (function() {

            /**
             * Properties of a Drain.
             * @typedef {Object} ringmaster.v1.Drain.$Properties
             * @property {string|null} [reason] Drain reason
             * @property {number|null} [graceMs] Drain graceMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Drain.
             * @memberof ringmaster.v1
             * @interface IDrain
             * @augments ringmaster.v1.Drain.$Properties
             * @deprecated Use ringmaster.v1.Drain.$Properties instead.
             */

            /**
             * Shape of a Drain.
             * @typedef {ringmaster.v1.Drain.$Properties} ringmaster.v1.Drain.$Shape
             */

            /**
             * Constructs a new Drain.
             * @memberof ringmaster.v1
             * @classdesc Represents a Drain.
             * @constructor
             * @param {ringmaster.v1.Drain.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Drain = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Drain reason.
             * @member {string} reason
             * @memberof ringmaster.v1.Drain
             * @instance
             */
            Drain.prototype.reason = "";

            /**
             * Drain graceMs.
             * @member {number} graceMs
             * @memberof ringmaster.v1.Drain
             * @instance
             */
            Drain.prototype.graceMs = 0;

            /**
             * Creates a new Drain instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {ringmaster.v1.Drain.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Drain} Drain instance
             * @type {{
             *   (properties: ringmaster.v1.Drain.$Shape): ringmaster.v1.Drain & ringmaster.v1.Drain.$Shape;
             *   (properties?: ringmaster.v1.Drain.$Properties): ringmaster.v1.Drain;
             * }}
             */
            Drain.create = function(properties) {
                return new Drain(properties);
            };

            /**
             * Encodes the specified Drain message. Does not implicitly {@link ringmaster.v1.Drain.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {ringmaster.v1.Drain.$Properties} message Drain message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Drain.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.graceMs != null && $Object.hasOwnProperty.call(message, "graceMs") && message.graceMs !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.graceMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Drain message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Drain & ringmaster.v1.Drain.$Shape} Drain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Drain.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Drain();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.graceMs = value;
                            else
                                delete message.graceMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Drain message.
             * @function verify
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Drain.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                if (message.graceMs != null && $Object.hasOwnProperty.call(message, "graceMs"))
                    if (!$util.isInteger(message.graceMs))
                        return "graceMs: integer expected";
                return null;
            };

            /**
             * Creates a Drain message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Drain} Drain
             */
            Drain.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Drain)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Drain: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Drain();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.graceMs != null)
                    if ($Number(object.graceMs) !== 0)
                        message.graceMs = object.graceMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Drain message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {ringmaster.v1.Drain} message Drain
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Drain.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.reason = "";
                    object.graceMs = 0;
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.graceMs != null && $Object.hasOwnProperty.call(message, "graceMs"))
                    object.graceMs = message.graceMs;
                return object;
            };

            /**
             * Converts this Drain to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Drain
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Drain.prototype.toJSON = function() {
                return Drain.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Drain
             * @function getTypeUrl
             * @memberof ringmaster.v1.Drain
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Drain.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Drain";
            };

            return Drain;
        })();

        v1.Mesh = (function() {

            /**
             * Properties of a Mesh.
             * @typedef {Object} ringmaster.v1.Mesh.$Properties
             * @property {Array.<ringmaster.v1.MeshPeer.$Properties>|null} [peers] Mesh peers
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Mesh.
             * @memberof ringmaster.v1
             * @interface IMesh
             * @augments ringmaster.v1.Mesh.$Properties
             * @deprecated Use ringmaster.v1.Mesh.$Properties instead.
             */

            /**
             * Shape of a Mesh.
             * @typedef {ringmaster.v1.Mesh.$Properties} ringmaster.v1.Mesh.$Shape
             */

            /**
             * Constructs a new Mesh.
             * @memberof ringmaster.v1
             * @classdesc Represents a Mesh.
             * @constructor
             * @param {ringmaster.v1.Mesh.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Mesh = function (properties) {
                this.peers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Mesh peers.
             * @member {Array.<ringmaster.v1.MeshPeer.$Properties>} peers
             * @memberof ringmaster.v1.Mesh
             * @instance
             */
            Mesh.prototype.peers = $util.emptyArray;

            /**
             * Creates a new Mesh instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {ringmaster.v1.Mesh.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Mesh} Mesh instance
             * @type {{
             *   (properties: ringmaster.v1.Mesh.$Shape): ringmaster.v1.Mesh & ringmaster.v1.Mesh.$Shape;
             *   (properties?: ringmaster.v1.Mesh.$Properties): ringmaster.v1.Mesh;
             * }}
             */
            Mesh.create = function(properties) {
                return new Mesh(properties);
            };

            /**
             * Encodes the specified Mesh message. Does not implicitly {@link ringmaster.v1.Mesh.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {ringmaster.v1.Mesh.$Properties} message Mesh message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mesh.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.peers != null && message.peers.length)
                    for (let i = 0; i < message.peers.length; ++i)
                        $root.ringmaster.v1.MeshPeer.encode(message.peers[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Mesh message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Mesh & ringmaster.v1.Mesh.$Shape} Mesh
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mesh.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Mesh();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.peers && message.peers.length))
                                message.peers = [];
                            message.peers.push($root.ringmaster.v1.MeshPeer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Mesh message.
             * @function verify
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Mesh.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.peers != null && $Object.hasOwnProperty.call(message, "peers")) {
                    if (!$Array.isArray(message.peers))
                        return "peers: array expected";
                    for (let i = 0; i < message.peers.length; ++i) {
                        let error = $root.ringmaster.v1.MeshPeer.verify(message.peers[i], _depth + 1);
                        if (error)
                            return "peers." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Mesh message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Mesh} Mesh
             */
            Mesh.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Mesh)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Mesh: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Mesh();
                if (object.peers) {
                    if (!$Array.isArray(object.peers))
                        throw $TypeError(".ringmaster.v1.Mesh.peers: array expected");
                    message.peers = $Array(object.peers.length);
                    for (let i = 0; i < object.peers.length; ++i) {
                        if (!$util.isObject(object.peers[i]))
                            throw $TypeError(".ringmaster.v1.Mesh.peers: object expected");
                        message.peers[i] = $root.ringmaster.v1.MeshPeer.fromObject(object.peers[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Mesh message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {ringmaster.v1.Mesh} message Mesh
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Mesh.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.peers = [];
                if (message.peers && message.peers.length) {
                    object.peers = $Array(message.peers.length);
                    for (let j = 0; j < message.peers.length; ++j)
                        object.peers[j] = $root.ringmaster.v1.MeshPeer.toObject(message.peers[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Mesh to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Mesh
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Mesh.prototype.toJSON = function() {
                return Mesh.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Mesh
             * @function getTypeUrl
             * @memberof ringmaster.v1.Mesh
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Mesh.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Mesh";
            };

            return Mesh;
        })();

        v1.MeshPeer = (function() {

            /**
             * Properties of a MeshPeer.
             * @typedef {Object} ringmaster.v1.MeshPeer.$Properties
             * @property {string|null} [agentId] MeshPeer agentId
             * @property {string|null} [name] MeshPeer name
             * @property {string|null} [address] MeshPeer address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MeshPeer.
             * @memberof ringmaster.v1
             * @interface IMeshPeer
             * @augments ringmaster.v1.MeshPeer.$Properties
             * @deprecated Use ringmaster.v1.MeshPeer.$Properties instead.
             */

            /**
             * Shape of a MeshPeer.
             * @typedef {ringmaster.v1.MeshPeer.$Properties} ringmaster.v1.MeshPeer.$Shape
             */

            /**
             * Constructs a new MeshPeer.
             * @memberof ringmaster.v1
             * @classdesc Represents a MeshPeer.
             * @constructor
             * @param {ringmaster.v1.MeshPeer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MeshPeer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MeshPeer agentId.
             * @member {string} agentId
             * @memberof ringmaster.v1.MeshPeer
             * @instance
             */
            MeshPeer.prototype.agentId = "";

            /**
             * MeshPeer name.
             * @member {string} name
             * @memberof ringmaster.v1.MeshPeer
             * @instance
             */
            MeshPeer.prototype.name = "";

            /**
             * MeshPeer address.
             * @member {string} address
             * @memberof ringmaster.v1.MeshPeer
             * @instance
             */
            MeshPeer.prototype.address = "";

            /**
             * Creates a new MeshPeer instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {ringmaster.v1.MeshPeer.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.MeshPeer} MeshPeer instance
             * @type {{
             *   (properties: ringmaster.v1.MeshPeer.$Shape): ringmaster.v1.MeshPeer & ringmaster.v1.MeshPeer.$Shape;
             *   (properties?: ringmaster.v1.MeshPeer.$Properties): ringmaster.v1.MeshPeer;
             * }}
             */
            MeshPeer.create = function(properties) {
                return new MeshPeer(properties);
            };

            /**
             * Encodes the specified MeshPeer message. Does not implicitly {@link ringmaster.v1.MeshPeer.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {ringmaster.v1.MeshPeer.$Properties} message MeshPeer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MeshPeer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId") && message.agentId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.agentId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MeshPeer message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.MeshPeer & ringmaster.v1.MeshPeer.$Shape} MeshPeer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MeshPeer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.MeshPeer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentId = value;
                            else
                                delete message.agentId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a MeshPeer message.
             * @function verify
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            MeshPeer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    if (!$util.isString(message.agentId))
                        return "agentId: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    if (!$util.isString(message.address))
                        return "address: string expected";
                return null;
            };

            /**
             * Creates a MeshPeer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.MeshPeer} MeshPeer
             */
            MeshPeer.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.MeshPeer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.MeshPeer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.MeshPeer();
                if (object.agentId != null)
                    if (typeof object.agentId !== "string" || object.agentId.length)
                        message.agentId = $String(object.agentId);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                return message;
            };

            /**
             * Creates a plain object from a MeshPeer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {ringmaster.v1.MeshPeer} message MeshPeer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            MeshPeer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.agentId = "";
                    object.name = "";
                    object.address = "";
                }
                if (message.agentId != null && $Object.hasOwnProperty.call(message, "agentId"))
                    object.agentId = message.agentId;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                return object;
            };

            /**
             * Converts this MeshPeer to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.MeshPeer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            MeshPeer.prototype.toJSON = function() {
                return MeshPeer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for MeshPeer
             * @function getTypeUrl
             * @memberof ringmaster.v1.MeshPeer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            MeshPeer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.MeshPeer";
            };

            return MeshPeer;
        })();

        v1.Ack = (function() {

            /**
             * Properties of an Ack.
             * @typedef {Object} ringmaster.v1.Ack.$Properties
             * @property {number|null} [seq] Ack seq
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ack.
             * @memberof ringmaster.v1
             * @interface IAck
             * @augments ringmaster.v1.Ack.$Properties
             * @deprecated Use ringmaster.v1.Ack.$Properties instead.
             */

            /**
             * Shape of an Ack.
             * @typedef {ringmaster.v1.Ack.$Properties} ringmaster.v1.Ack.$Shape
             */

            /**
             * Constructs a new Ack.
             * @memberof ringmaster.v1
             * @classdesc Represents an Ack.
             * @constructor
             * @param {ringmaster.v1.Ack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ack seq.
             * @member {number} seq
             * @memberof ringmaster.v1.Ack
             * @instance
             */
            Ack.prototype.seq = 0;

            /**
             * Creates a new Ack instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {ringmaster.v1.Ack.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Ack} Ack instance
             * @type {{
             *   (properties: ringmaster.v1.Ack.$Shape): ringmaster.v1.Ack & ringmaster.v1.Ack.$Shape;
             *   (properties?: ringmaster.v1.Ack.$Properties): ringmaster.v1.Ack;
             * }}
             */
            Ack.create = function(properties) {
                return new Ack(properties);
            };

            /**
             * Encodes the specified Ack message. Does not implicitly {@link ringmaster.v1.Ack.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {ringmaster.v1.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.seq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Ack & ringmaster.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Ack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Ack message.
             * @function verify
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Ack.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq))
                        return "seq: integer expected";
                return null;
            };

            /**
             * Creates an Ack message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Ack} Ack
             */
            Ack.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Ack)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Ack: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Ack();
                if (object.seq != null)
                    if ($Number(object.seq) !== 0)
                        message.seq = object.seq >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Ack message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {ringmaster.v1.Ack} message Ack
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Ack.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.seq = 0;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    object.seq = message.seq;
                return object;
            };

            /**
             * Converts this Ack to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Ack
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Ack.prototype.toJSON = function() {
                return Ack.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Ack
             * @function getTypeUrl
             * @memberof ringmaster.v1.Ack
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Ack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Ack";
            };

            return Ack;
        })();

        v1.PullRequest = (function() {

            /**
             * Properties of a PullRequest.
             * @typedef {Object} ringmaster.v1.PullRequest.$Properties
             * @property {string|null} [jobId] PullRequest jobId
             * @property {number|null} [attempt] PullRequest attempt
             * @property {number|null} [epoch] PullRequest epoch
             * @property {number|null} [generation] PullRequest generation
             * @property {string|null} [nonce] PullRequest nonce
             * @property {number|null} [rank] PullRequest rank
             * @property {number|null} [protocol] PullRequest protocol
             * @property {number|null} [to] PullRequest to
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PullRequest.
             * @memberof ringmaster.v1
             * @interface IPullRequest
             * @augments ringmaster.v1.PullRequest.$Properties
             * @deprecated Use ringmaster.v1.PullRequest.$Properties instead.
             */

            /**
             * Shape of a PullRequest.
             * @typedef {ringmaster.v1.PullRequest.$Properties} ringmaster.v1.PullRequest.$Shape
             */

            /**
             * Constructs a new PullRequest.
             * @memberof ringmaster.v1
             * @classdesc Represents a PullRequest.
             * @constructor
             * @param {ringmaster.v1.PullRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PullRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PullRequest jobId.
             * @member {string} jobId
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.jobId = "";

            /**
             * PullRequest attempt.
             * @member {number} attempt
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.attempt = 0;

            /**
             * PullRequest epoch.
             * @member {number} epoch
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.epoch = 0;

            /**
             * PullRequest generation.
             * @member {number} generation
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.generation = 0;

            /**
             * PullRequest nonce.
             * @member {string} nonce
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.nonce = "";

            /**
             * PullRequest rank.
             * @member {number} rank
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.rank = 0;

            /**
             * PullRequest protocol.
             * @member {number} protocol
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.protocol = 0;

            /**
             * PullRequest to.
             * @member {number} to
             * @memberof ringmaster.v1.PullRequest
             * @instance
             */
            PullRequest.prototype.to = 0;

            /**
             * Creates a new PullRequest instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {ringmaster.v1.PullRequest.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.PullRequest} PullRequest instance
             * @type {{
             *   (properties: ringmaster.v1.PullRequest.$Shape): ringmaster.v1.PullRequest & ringmaster.v1.PullRequest.$Shape;
             *   (properties?: ringmaster.v1.PullRequest.$Properties): ringmaster.v1.PullRequest;
             * }}
             */
            PullRequest.create = function(properties) {
                return new PullRequest(properties);
            };

            /**
             * Encodes the specified PullRequest message. Does not implicitly {@link ringmaster.v1.PullRequest.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {ringmaster.v1.PullRequest.$Properties} message PullRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PullRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.epoch);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.generation);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.nonce);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.rank);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.protocol);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.to);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PullRequest message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.PullRequest & ringmaster.v1.PullRequest.$Shape} PullRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PullRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.PullRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a PullRequest message.
             * @function verify
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PullRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    if (!$util.isString(message.jobId))
                        return "jobId: string expected";
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    if (!$util.isInteger(message.attempt))
                        return "attempt: integer expected";
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    if (!$util.isInteger(message.epoch))
                        return "epoch: integer expected";
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    if (!$util.isInteger(message.generation))
                        return "generation: integer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isString(message.nonce))
                        return "nonce: string expected";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isInteger(message.protocol))
                        return "protocol: integer expected";
                if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
                    if (!$util.isInteger(message.to))
                        return "to: integer expected";
                return null;
            };

            /**
             * Creates a PullRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.PullRequest} PullRequest
             */
            PullRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.PullRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.PullRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.PullRequest();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.epoch != null)
                    if ($Number(object.epoch) !== 0)
                        message.epoch = object.epoch >>> 0;
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.nonce != null)
                    if (typeof object.nonce !== "string" || object.nonce.length)
                        message.nonce = $String(object.nonce);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                if (object.to != null)
                    if ($Number(object.to) !== 0)
                        message.to = object.to >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PullRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {ringmaster.v1.PullRequest} message PullRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PullRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.attempt = 0;
                    object.epoch = 0;
                    object.generation = 0;
                    object.nonce = "";
                    object.rank = 0;
                    object.protocol = 0;
                    object.to = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                    object.epoch = message.epoch;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = message.nonce;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
                    object.to = message.to;
                return object;
            };

            /**
             * Converts this PullRequest to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.PullRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PullRequest.prototype.toJSON = function() {
                return PullRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PullRequest
             * @function getTypeUrl
             * @memberof ringmaster.v1.PullRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PullRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.PullRequest";
            };

            return PullRequest;
        })();

        v1.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} ringmaster.v1.Frame.$Properties
             * @property {Uint8Array|null} [headerAndPayload] Frame headerAndPayload
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof ringmaster.v1
             * @interface IFrame
             * @augments ringmaster.v1.Frame.$Properties
             * @deprecated Use ringmaster.v1.Frame.$Properties instead.
             */

            /**
             * Shape of a Frame.
             * @typedef {ringmaster.v1.Frame.$Properties} ringmaster.v1.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof ringmaster.v1
             * @classdesc Represents a Frame.
             * @constructor
             * @param {ringmaster.v1.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame headerAndPayload.
             * @member {Uint8Array} headerAndPayload
             * @memberof ringmaster.v1.Frame
             * @instance
             */
            Frame.prototype.headerAndPayload = $util.newBuffer([]);

            /**
             * Creates a new Frame instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {ringmaster.v1.Frame.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.Frame} Frame instance
             * @type {{
             *   (properties: ringmaster.v1.Frame.$Shape): ringmaster.v1.Frame & ringmaster.v1.Frame.$Shape;
             *   (properties?: ringmaster.v1.Frame.$Properties): ringmaster.v1.Frame;
             * }}
             */
            Frame.create = function(properties) {
                return new Frame(properties);
            };

            /**
             * Encodes the specified Frame message. Does not implicitly {@link ringmaster.v1.Frame.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {ringmaster.v1.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.headerAndPayload != null && $Object.hasOwnProperty.call(message, "headerAndPayload") && message.headerAndPayload.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.headerAndPayload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.Frame & ringmaster.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.headerAndPayload = value;
                            else
                                delete message.headerAndPayload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Frame message.
             * @function verify
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Frame.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.headerAndPayload != null && $Object.hasOwnProperty.call(message, "headerAndPayload"))
                    if (!(message.headerAndPayload && typeof message.headerAndPayload.length === "number" || $util.isString(message.headerAndPayload)))
                        return "headerAndPayload: buffer expected";
                return null;
            };

            /**
             * Creates a Frame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.Frame} Frame
             */
            Frame.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.Frame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.Frame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.Frame();
                if (object.headerAndPayload != null)
                    if (object.headerAndPayload.length)
                        if (typeof object.headerAndPayload === "string")
                            $util.base64.decode(object.headerAndPayload, message.headerAndPayload = $util.newBuffer($util.base64.length(object.headerAndPayload)), 0);
                        else if (object.headerAndPayload.length >= 0)
                            message.headerAndPayload = object.headerAndPayload;
                return message;
            };

            /**
             * Creates a plain object from a Frame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {ringmaster.v1.Frame} message Frame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Frame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.headerAndPayload = "";
                    else {
                        object.headerAndPayload = [];
                        if (options.bytes !== $Array)
                            object.headerAndPayload = $util.newBuffer(object.headerAndPayload);
                    }
                if (message.headerAndPayload != null && $Object.hasOwnProperty.call(message, "headerAndPayload"))
                    object.headerAndPayload = options.bytes === $String ? $util.base64.encode(message.headerAndPayload, 0, message.headerAndPayload.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.headerAndPayload) : message.headerAndPayload;
                return object;
            };

            /**
             * Converts this Frame to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.Frame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Frame.prototype.toJSON = function() {
                return Frame.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Frame
             * @function getTypeUrl
             * @memberof ringmaster.v1.Frame
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Frame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.Frame";
            };

            return Frame;
        })();

        v1.PingRequest = (function() {

            /**
             * Properties of a PingRequest.
             * @typedef {Object} ringmaster.v1.PingRequest.$Properties
             * @property {number|null} [rank] PingRequest rank
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PingRequest.
             * @memberof ringmaster.v1
             * @interface IPingRequest
             * @augments ringmaster.v1.PingRequest.$Properties
             * @deprecated Use ringmaster.v1.PingRequest.$Properties instead.
             */

            /**
             * Shape of a PingRequest.
             * @typedef {ringmaster.v1.PingRequest.$Properties} ringmaster.v1.PingRequest.$Shape
             */

            /**
             * Constructs a new PingRequest.
             * @memberof ringmaster.v1
             * @classdesc Represents a PingRequest.
             * @constructor
             * @param {ringmaster.v1.PingRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PingRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PingRequest rank.
             * @member {number} rank
             * @memberof ringmaster.v1.PingRequest
             * @instance
             */
            PingRequest.prototype.rank = 0;

            /**
             * Creates a new PingRequest instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {ringmaster.v1.PingRequest.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.PingRequest} PingRequest instance
             * @type {{
             *   (properties: ringmaster.v1.PingRequest.$Shape): ringmaster.v1.PingRequest & ringmaster.v1.PingRequest.$Shape;
             *   (properties?: ringmaster.v1.PingRequest.$Properties): ringmaster.v1.PingRequest;
             * }}
             */
            PingRequest.create = function(properties) {
                return new PingRequest(properties);
            };

            /**
             * Encodes the specified PingRequest message. Does not implicitly {@link ringmaster.v1.PingRequest.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {ringmaster.v1.PingRequest.$Properties} message PingRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PingRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PingRequest message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.PingRequest & ringmaster.v1.PingRequest.$Shape} PingRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PingRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.PingRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a PingRequest message.
             * @function verify
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PingRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                return null;
            };

            /**
             * Creates a PingRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.PingRequest} PingRequest
             */
            PingRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.PingRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.PingRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.PingRequest();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PingRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {ringmaster.v1.PingRequest} message PingRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PingRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.rank = 0;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                return object;
            };

            /**
             * Converts this PingRequest to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.PingRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PingRequest.prototype.toJSON = function() {
                return PingRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PingRequest
             * @function getTypeUrl
             * @memberof ringmaster.v1.PingRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PingRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.PingRequest";
            };

            return PingRequest;
        })();

        v1.PingReply = (function() {

            /**
             * Properties of a PingReply.
             * @typedef {Object} ringmaster.v1.PingReply.$Properties
             * @property {number|null} [rank] PingReply rank
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PingReply.
             * @memberof ringmaster.v1
             * @interface IPingReply
             * @augments ringmaster.v1.PingReply.$Properties
             * @deprecated Use ringmaster.v1.PingReply.$Properties instead.
             */

            /**
             * Shape of a PingReply.
             * @typedef {ringmaster.v1.PingReply.$Properties} ringmaster.v1.PingReply.$Shape
             */

            /**
             * Constructs a new PingReply.
             * @memberof ringmaster.v1
             * @classdesc Represents a PingReply.
             * @constructor
             * @param {ringmaster.v1.PingReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PingReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PingReply rank.
             * @member {number} rank
             * @memberof ringmaster.v1.PingReply
             * @instance
             */
            PingReply.prototype.rank = 0;

            /**
             * Creates a new PingReply instance using the specified properties.
             * @function create
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {ringmaster.v1.PingReply.$Properties=} [properties] Properties to set
             * @returns {ringmaster.v1.PingReply} PingReply instance
             * @type {{
             *   (properties: ringmaster.v1.PingReply.$Shape): ringmaster.v1.PingReply & ringmaster.v1.PingReply.$Shape;
             *   (properties?: ringmaster.v1.PingReply.$Properties): ringmaster.v1.PingReply;
             * }}
             */
            PingReply.create = function(properties) {
                return new PingReply(properties);
            };

            /**
             * Encodes the specified PingReply message. Does not implicitly {@link ringmaster.v1.PingReply.verify|verify} messages.
             * @function encode
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {ringmaster.v1.PingReply.$Properties} message PingReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PingReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PingReply message from the specified reader or buffer.
             * @function decode
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {ringmaster.v1.PingReply & ringmaster.v1.PingReply.$Shape} PingReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PingReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.ringmaster.v1.PingReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a PingReply message.
             * @function verify
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PingReply.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    if (!$util.isInteger(message.rank))
                        return "rank: integer expected";
                return null;
            };

            /**
             * Creates a PingReply message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {ringmaster.v1.PingReply} PingReply
             */
            PingReply.fromObject = function (object, _depth) {
                if (object instanceof $root.ringmaster.v1.PingReply)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".ringmaster.v1.PingReply: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.ringmaster.v1.PingReply();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PingReply message. Also converts values to other types if specified.
             * @function toObject
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {ringmaster.v1.PingReply} message PingReply
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PingReply.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.rank = 0;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                return object;
            };

            /**
             * Converts this PingReply to JSON.
             * @function toJSON
             * @memberof ringmaster.v1.PingReply
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PingReply.prototype.toJSON = function() {
                return PingReply.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PingReply
             * @function getTypeUrl
             * @memberof ringmaster.v1.PingReply
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PingReply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/ringmaster.v1.PingReply";
            };

            return PingReply;
        })();

        return v1;
    })();

    return ringmaster;
})();

export {
  $root as default
};
