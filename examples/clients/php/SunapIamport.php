<?php

namespace Shop;

use GuzzleHttp\Client;
use Iamport\RestClient\Iamport;

/**
 * iamport-rest-client-php has no option for its address, but makes its connection in a method that can be overridden:
 * use this class where your code says new Iamport($key, $secret). Everything else stays.
 */
class SunapIamport extends Iamport
{
    const ADDRESS = 'http://127.0.0.1:8080';

    protected function getHttpClient(bool $authenticated): Client
    {
        // What the client wraps round its calls (the token too) stays; only where they go changes.
        $handler = parent::getHttpClient($authenticated)->getConfig('handler');

        return new Client(['handler' => $handler, 'base_uri' => self::ADDRESS]);
    }
}
